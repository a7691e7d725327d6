import type { Oid } from "../base/oid.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import { storeOf } from "../project/project.ts";
import { putBytes } from "../store/put-bytes.ts";
import { itemManifest } from "./item-manifest.ts";
import type { SourceItem } from "./source-item.ts";
import { type StoredFiles, type StoreTarget, storeSourceFiles } from "./store-files.ts";
import { objectsMissing } from "./write-item.ts";

/** What an item of a source is in the cache. */
export interface StoredItem {
  /** Of a directory, its manifest's. */
  readonly oid: Oid;
  /** Of a directory, the sum of its files. */
  readonly sizeBytes: number;
  /** Only of a directory. */
  readonly manifest: Manifest | undefined;
}

/**
 * Brings all files of an item into a store of a cache; see storeSourceFiles. The manifest of a directory is named last.
 *
 * @throws OBJECTS_MISSING if objects are in none of their places, and what storing throws
 */
export async function storeSourceItem(item: SourceItem, target: StoreTarget): Promise<StoredItem> {
  const files = await storeSourceFiles(item.files, target);
  refuseIncomplete(item, files);
  const sizeBytes = files.stored.reduce((sum, file) => sum + (file?.sizeBytes ?? 0), 0);
  const [first] = files.stored;
  if (item.kind === "file" && first !== undefined) return { oid: first.oid, sizeBytes, manifest: undefined };
  const { oid, bytes, manifest } = itemManifest(item, (row) => files.stored[row]?.oid);
  await putBytes(storeOf(target.cache, target.hashName), oid, bytes);
  return { oid, sizeBytes, manifest };
}

function refuseIncomplete(item: SourceItem, { outcome, stored }: StoredFiles): void {
  const [failed] = outcome.failed;
  if (failed !== undefined) throw failed.error;
  const row = stored.indexOf(undefined);
  const content = item.files[row]?.content;
  if (content?.kind === "object") throw objectsMissing(content.object, outcome.missing);
}
