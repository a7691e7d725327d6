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
  /** Shared by the files of a job. */
  readonly hints: IntakeHints;
  /** What it must hash to. Absent: whatever it hashes to. */
  readonly expected?: Oid;
  /** True: the object may be a hard link to the file, which becomes read-only. */
  readonly hardlink: boolean;
}

/** What is known of the store beforehand. */
export interface IntakeHints {
  /**
   * True as long as no object was found to be there: then objects are not looked for before they are made. It only
   * saves time; nothing is replaced either way.
   */
  expectNew: boolean;
}
