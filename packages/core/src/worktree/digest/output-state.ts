import type { Oid } from "../../base/oid.ts";

/** The state of an output in the workspace, as metadata record it. */
export type OutputState = FileState | DirState;

/** The state of a single file. */
export interface FileState {
  readonly kind: "file";
  readonly oid: Oid;
  readonly sizeBytes: number;
  /** Whether anybody may execute it. */
  readonly executable: boolean;
}

/** The state of a directory. */
export interface DirState {
  readonly kind: "dir";
  readonly oid: Oid;
  readonly sizeBytes: number;
  readonly files: number;
}
