import type { RelPath } from "../../base/rel-path.ts";
import type { DataOutput } from "./data-output.ts";
import type { PathFilter } from "./path-filter.ts";

/**
 * The outputs of which something is asked for and that were ever hashed: what was not is as good as not recorded.
 *
 * @param outputs by their paths
 */
export function pickOutputs<Output extends DataOutput>(
  outputs: ReadonlyMap<RelPath, Output>,
  { touches }: PathFilter,
): ReadonlyMap<RelPath, Output> {
  return new Map([...outputs].filter(([path, { oid }]) => oid !== undefined && touches(path)));
}
