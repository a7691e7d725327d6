import type { HashName, Oid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import type { PathChoice } from "../formats/ignore/path-choice.ts";

/** A directory to move: its manifest, and all members or those below some paths. */
export interface WantedDir {
  readonly oid: Oid;
  /** Paths in the directory; members at or below one of them are wanted. Undefined: all members. */
  readonly within?: readonly RelPath[];
  /** Of these, only the members that are chosen. Default: all. */
  readonly isChosen?: PathChoice;
}

/** Objects to move between one store and one remote. */
export interface WantedObjects {
  readonly hashName: HashName;
  /** Single files. */
  readonly files: readonly Oid[];
  readonly dirs: readonly WantedDir[];
}

/** How moving of objects ended. */
export interface TransferOutcome {
  /** The objects that moved, manifests included. */
  readonly transferred: readonly Oid[];
  /** Wanted objects that are neither here nor there. */
  readonly missing: readonly Oid[];
  readonly failed: readonly { readonly oid: Oid; readonly error: Error }[];
}

/** The outcome of doing nothing. */
export const nothingMoved: TransferOutcome = { transferred: [], missing: [], failed: [] };

/** Adds outcomes up. */
export function joinOutcomes(outcomes: readonly TransferOutcome[]): TransferOutcome {
  return {
    transferred: outcomes.flatMap(({ transferred }) => transferred),
    missing: outcomes.flatMap(({ missing }) => missing),
    failed: outcomes.flatMap(({ failed }) => failed),
  };
}
