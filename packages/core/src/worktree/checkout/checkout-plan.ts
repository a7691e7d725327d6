import type { Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { DigestedScan } from "../digest/digested-scan.ts";
import type { Region } from "../scan/region.ts";
import type { CheckoutRequest } from "./checkout-request.ts";

/** What has to be done to bring an output to its recorded state. Nothing has been done yet. */
export interface CheckoutPlan {
  readonly request: CheckoutRequest;
  readonly region: Region;
  /** What is there now; `same`: all files are as recorded; undefined: nothing, or nothing that can be hashed. */
  readonly current: DigestedScan | "same" | undefined;
  /** The files that the record has in the region; undefined if it was not read. */
  readonly wanted: Manifest | undefined;
  /** Removed before anything is created, because they stand where a directory or the first file has to be. */
  readonly obstacles: readonly Removal[];
  /** Directories that stand where a file has to be, deepest first. */
  readonly obstacleDirs: readonly string[];
  readonly create: readonly PlannedFile[];
  /** Created by rename over what is there. */
  readonly replace: readonly PlannedFile[];
  /** Files that the record does not have. */
  readonly extras: readonly Removal[];
  /** Directories that the record does not have, deepest first. They stay if something ignored is in them. */
  readonly extraDirs: readonly string[];
  /** A file whose owner has to be allowed to execute it, relative to the base. */
  readonly makeExecutable: string | undefined;
  /** Whether the directory of the output itself has to be made, having no files. */
  readonly makeBase: boolean;
  readonly change: "added" | "modified" | undefined;
  readonly counts: ChangeCounts;
  /** Files that will be gone or replaced, in no order. */
  readonly endangered: readonly Endangered[];
}

/** How many files are added, modified and deleted; removed directories count as deleted files, as in DVC. */
export interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  readonly deleted: number;
}

/** A file to create from an object. The path is relative to the base of the region. */
export interface PlannedFile {
  readonly relpath: RelPath;
  readonly oid: Oid;
  readonly executable?: boolean;
}

/** A file or link to remove, relative to the base of the region. */
export interface Removal {
  readonly relpath: string;
  /** What tells that it is still the file that was looked at; undefined for links and special files. */
  readonly seen: { readonly ino: bigint; readonly mtimeNs: bigint; readonly size: number } | undefined;
}

/** A file whose content has to be in the store before it may be removed. */
export interface Endangered {
  /** Absolute. */
  readonly path: string;
  /** Undefined for what has no content to be stored, such as a pipe. */
  readonly oid: Oid | undefined;
}
