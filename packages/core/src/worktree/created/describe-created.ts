import type { HashName, Oid } from "../../base/oid.ts";
import { isDirOid } from "../../base/oid.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import type { CreatedOutput } from "./created-outputs.ts";

/** What is known of an output that was just created. */
export interface NewOutput {
  /** Relative to the project's root. */
  readonly path: string;
  /** Absolute. */
  readonly fullPath: string;
  readonly hashName: HashName;
  readonly oid: Oid;
}

/** Describes an output that is in the workspace now; undefined if it is not. */
export function describeCreated({ path, fullPath, hashName, oid }: NewOutput): CreatedOutput | undefined {
  const kind = isDirOid(oid) ? "dir" : "file";
  const stat = kind === "dir" ? lstatPath(fullPath) : statIfThere(fullPath);
  if (stat === undefined) return undefined;
  return { path, kind, hashName, oid, ino: stat.ino, mtimeNs: kind === "file" ? stat.mtimeNs : 0n };
}
