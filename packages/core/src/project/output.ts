import type { HashName, Oid } from "../base/oid.ts";
import type { OutputEntry } from "../formats/stage/output-entry.ts";
import type { Location } from "./location.ts";

/** An output of a stage, with its path resolved against the project. */
export interface Output {
  readonly location: Location;
  /** What the stage's file records. */
  readonly entry: OutputEntry;
  /** The algorithm of the recorded checksum; `md5` for an output that has none yet. */
  readonly hashName: HashName;
  /** The recorded object; undefined if never hashed, or if the recorded text is not an object id. */
  readonly oid: Oid | undefined;
  /** Whether the bytes live in the cache: inside the project and not `cache: false`. */
  readonly cached: boolean;
}
