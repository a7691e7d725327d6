import type { Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { CompareOptions } from "./compare-outputs.ts";
import { type DataOutput, type DataRow, knownMembers, outputRow } from "./data-output.ts";

/** What of outputs is listed. */
export type RowOptions = Pick<CompareOptions, "granular" | "isWanted">;

/**
 * Lists outputs that have an object and, if granular, the files in them. Of a directory without a manifest, only the
 * directory.
 *
 * @param objects the objects to list. Default: all
 */
export async function objectRows(
  outputs: Iterable<DataOutput>,
  { granular, isWanted }: RowOptions,
  objects?: ReadonlySet<Oid>,
): Promise<readonly DataRow[]> {
  const rows: DataRow[] = [];
  const isListed = (path: string, oid: Oid) => (objects === undefined || objects.has(oid)) && isWanted(path);
  for (const output of outputs) {
    if (output.oid === undefined) continue;
    if (isListed(output.path, output.oid)) rows.push(outputRow(output));
    for (const { relpath, oid } of await knownMembers(output, granular)) {
      const path = `${output.path}/${relpath}` as RelPath;
      if (isListed(path, oid)) rows.push({ path, isDir: false, hashName: output.hashName, oid });
    }
  }
  return rows;
}
