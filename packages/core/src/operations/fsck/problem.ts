import type { HashName } from "../../base/oid.ts";
import type { ObjectUse } from "../needed/object-users.ts";

/** Something that is not as it is to be. */
export interface Problem extends ObjectUse {
  readonly kind: "damaged" | "missing";
  readonly hashName: HashName;
  /** Where it lies, or would lie: an absolute path or a URL. */
  readonly location: string;
  /** Of what is damaged. */
  readonly reason?: string;
  /** From where a sound copy was taken. */
  readonly repairedFrom?: string;
  /** Where the damaged bytes are now, if they may be the only copy of something. */
  readonly setAside?: string;
  /** Whether it was repaired, or was taken away since nothing needs it. */
  readonly isSolved: boolean;
}

/** A place that was looked at. */
export interface CheckedPlace {
  readonly kind: "cache" | "workspace" | "remote";
  /** `cache`, `legacy cache`, `workspace`, or the name of the remote. */
  readonly name: string;
  /** How many objects or files were read. */
  readonly checked: number;
  readonly bytes: number;
  readonly problems: readonly Problem[];
}
