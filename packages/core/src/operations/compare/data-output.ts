import type { HashName, Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";

/** An output as one side of a comparison has it: as metadata record it, or as it lies in the workspace. */
export interface DataOutput {
  /** From the project's root. */
  readonly path: RelPath;
  readonly kind: "file" | "dir";
  readonly hashName: HashName;
  /** Undefined if it was never hashed. */
  readonly oid: Oid | undefined;
  /** Where the files of a directory are known from. */
  readonly origin: "metadata" | "workspace";
  /** Says whether the files of a directory can be known; cheaper than `members`. */
  hasManifest(): Promise<boolean>;
  /** The files of a directory; undefined if its manifest cannot be had, empty for a file. May be called again. */
  members(): Promise<Manifest | undefined>;
}

/** The outputs of one side by their paths. */
export type DataOutputs = ReadonlyMap<RelPath, DataOutput>;

/** An output, or a file in one, as one side of a comparison has it. */
export interface DataRow {
  /** From the project's root. */
  readonly path: RelPath;
  readonly isDir: boolean;
  readonly hashName: HashName;
  /** Undefined if it was never hashed. */
  readonly oid: Oid | undefined;
}

/** The path of a row as DVC shows it: that of a directory ends with a slash. */
export function shownPath({ path, isDir }: Pick<DataRow, "path" | "isDir">): string {
  return isDir ? `${path}/` : path;
}

/** The row of an output itself. */
export function outputRow({ path, kind, hashName, oid }: DataOutput): DataRow {
  return { path, isDir: kind === "dir", hashName, oid };
}

/** The files in a directory, if they are asked for and known. */
export async function knownMembers(output: DataOutput, granular: boolean): Promise<Manifest> {
  return (granular ? await output.members() : undefined) ?? [];
}
