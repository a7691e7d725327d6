import type { Manifest } from "../../formats/manifest/manifest.ts";
import { storeOf } from "../../project/project.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { statObjects } from "../../store/stat-objects.ts";
import { missingOids } from "../../worktree/checkout/find-unsaved.ts";

/** The sum of the sizes of files, in bytes; undefined if the cache lacks one of them, and so does not know its size. */
export async function memberSizes({ project, run }: Workspace, members: Manifest): Promise<number | undefined> {
  const store = storeOf(project.cache, "md5");
  const oids = members.map(({ oid }) => oid);
  if ((await missingOids(store, oids, run)).size > 0) return undefined;
  return statObjects(store, oids).reduce((sum, size) => sum + size, 0);
}

/** A known size with another one added; unknown if one of them is. */
export function plus(size: number | undefined, other: number | undefined): number | undefined {
  return size === undefined || other === undefined ? undefined : size + other;
}

/** A known size with another one taken away; unknown if one of them is. */
export function minus(size: number | undefined, other: number | undefined): number | undefined {
  return size === undefined || other === undefined ? undefined : size - other;
}
