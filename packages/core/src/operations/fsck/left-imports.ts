import { isDirOid, type Oid } from "../../base/oid.ts";
import { loadIndex } from "../../project/load-index.ts";
import { fetchedPartialImport, partialImportCache } from "../../project/partial-import.ts";
import type { Project } from "../../project/project.ts";
import { listObjects } from "../../store/list-objects.ts";
import { objectPath } from "../../store/object-store.ts";
import { readManifest } from "../../store/read-manifest.ts";

/**
 * Lists what was fetched for partial imports and belongs to none of the work tree any more: they were updated, and so
 * became whole, or are gone.
 *
 * @returns absolute paths, in the order of the objects
 * @throws IO_FAILED, and what loading of the index throws
 */
export async function leftImports(project: Project): Promise<readonly string[]> {
  const { current: store } = partialImportCache(project);
  const fetched = [...listObjects(store)];
  if (fetched.length === 0) return [];
  const used = new Set<Oid>();
  for (const stage of (await loadIndex(project)).stages) {
    const oid = fetchedPartialImport(project, stage);
    if (oid === undefined) continue;
    used.add(oid);
    const listing = isDirOid(oid) ? await readManifest(store, oid) : undefined;
    if (listing?.status === "ok") for (const entry of listing.manifest) used.add(entry.oid);
  }
  return fetched.filter((oid) => !used.has(oid)).map((oid) => objectPath(store, oid));
}
