import type { Oid } from "../../base/oid.ts";
import type { PathChoice } from "../../formats/ignore/path-choice.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { DigestMemory } from "../digest/digest-memory.ts";
import type { WalkScope } from "../scan/walk-scope.ts";

/** An output, or a path in one, that is to be brought to its recorded state. */
export interface CheckoutRequest {
  /** Absolute path of the output. */
  readonly path: string;
  readonly recorded: RecordedState;
  /** Has the objects, and those of the files that are there now. */
  readonly store: ObjectStore;
  readonly memory: DigestMemory | undefined;
  /** The rules in the folder that holds `path`, or `within`. */
  readonly scope: WalkScope;
  /** Only this path in the tracked directory. Default: all of it. */
  readonly within?: string;
  /** Of these, only the files of the directory that are chosen; all others stay. Default: all. */
  readonly isChosen?: PathChoice;
}

/** What the metadata record of an output. */
export type RecordedState =
  | { readonly kind: "file"; readonly oid: Oid; readonly executable: boolean }
  | {
      readonly kind: "dir";
      readonly oid: Oid;
      /** How many files it has, if that is recorded. */
      readonly files: number | undefined;
      /** Reads the manifest; called only if the directory is not known to be as recorded. May throw. */
      readonly manifest: () => Promise<Manifest>;
    };
