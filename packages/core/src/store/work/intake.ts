import type { Oid } from "../../base/oid.ts";
import type { FileModes } from "../../fs/file-modes.ts";
import type { ObjectStore } from "../object-store.ts";

/** A file that is to become an object. */
export interface Intake {
  readonly path: string;
  /** A folder on the same disk as the file. */
  readonly sourceDir: string;
  readonly store: ObjectStore;
  readonly modes: FileModes;
  /** What it must hash to. Absent: whatever it hashes to. */
  readonly expected?: Oid;
  /** True: the object may be a hard link to the file, which becomes read-only. */
  readonly hardlink: boolean;
}
