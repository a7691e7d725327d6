import { hash } from "node:crypto";
import { join } from "node:path";
import type { Oid } from "../base/oid.ts";
import { parseOid } from "../base/oid.ts";
import { buildManifest } from "../formats/manifest/build-manifest.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import { printManifest } from "../formats/manifest/print-manifest.ts";
import type { ProjectCache } from "../project/project.ts";
import { addFiles } from "../store/add-files.ts";
import { objectPath } from "../store/object-store.ts";
import { putBytes } from "../store/put-bytes.ts";
import { putStream } from "../store/put-stream.ts";
import { statObjects } from "../store/stat-objects.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import type { TransferOutcome } from "../transfer/wanted-objects.ts";
import { fetchSourceObjects } from "./fetch-source-objects.ts";
import type { SourceObject } from "./object-places.ts";
import type { Source } from "./source.ts";
import type { SourceFile, SourceItem } from "./source-item.ts";
import { openTreeStream } from "./tree-stream.ts";
import { objectsMissing } from "./write-item.ts";

/** What an item of a source is in the cache. */
export interface StoredItem {
  /** Of a directory, its manifest's. */
  readonly oid: Oid;
  /** Of a directory, the sum of its files. */
  readonly sizeBytes: number;
  /** Only of a directory. */
  readonly manifest: Manifest | undefined;
  /** Whether a file may be executed. False for a directory. */
  readonly executable: boolean;
  readonly outcome: TransferOutcome;
}

/**
 * Brings all files of an item into a project's cache, as md5 objects: each is hashed while it streams, and only what
 * the cache lacks moves. The manifest of a directory is named last.
 *
 * @throws OBJECTS_MISSING if objects are in none of their places, TRANSFER_FAILED, LFS_MISSING
 */
export async function storeSourceItem(
  source: Source,
  item: SourceItem,
  { cache, context }: { readonly cache: ProjectCache; readonly context: MoveContext },
): Promise<StoredItem> {
  const objects = item.files.flatMap(({ content }) => (content.kind === "object" ? [content.object] : []));
  const outcome = await fetchSourceObjects(objects, context);
  refuseIncomplete(item, outcome);
  const stored = await storeFiles(source, item.files, cache);
  const sizeBytes = stored.reduce((sum, file) => sum + file.sizeBytes, 0);
  const [first] = stored;
  if (item.kind === "file" && first !== undefined) {
    const executable = item.files[0]?.executable ?? false;
    return { oid: first.oid, sizeBytes, manifest: undefined, executable, outcome };
  }
  const entries = item.files.flatMap(({ relpath }, row) => {
    const file = stored[row];
    return relpath === "" || file === undefined ? [] : [{ relpath, oid: file.oid }];
  });
  const manifest = buildManifest(entries, item.path);
  const bytes = printManifest(manifest);
  const oid = manifestOid(bytes);
  await putBytes(cache.current, oid, bytes);
  return { oid, sizeBytes, manifest, executable: false, outcome };
}

function manifestOid(bytes: Buffer): Oid {
  const oid = parseOid(`${hash("md5", bytes, "hex")}.dir`);
  if (oid === undefined) throw new Error("an MD5 digest is 32 hexadecimal digits");
  return oid;
}

interface StoredFile {
  readonly oid: Oid;
  readonly sizeBytes: number;
}

/** The files' objects in the current store, in the order of the files. */
async function storeFiles(
  source: Source,
  files: readonly SourceFile[],
  cache: ProjectCache,
): Promise<readonly StoredFile[]> {
  const stored = new Array<StoredFile>(files.length);
  const paths: { readonly row: number; readonly path: string }[] = [];
  const objects: { readonly row: number; readonly object: SourceObject }[] = [];
  for (const [row, { content }] of files.entries()) {
    if (content.kind === "object") objects.push({ row, object: content.object });
    else if (source.diskRoot !== undefined) paths.push({ row, path: join(source.diskRoot, content.path) });
    else stored[row] = await putStream(cache.current, await openTreeStream(source, content.path));
  }
  for (const { row, object } of objects.filter(({ object: { hashName } }) => hashName !== "md5")) {
    paths.push({ row, path: objectPath(cache.legacy, object.oid) });
  }
  const digests = await addFiles(
    cache.current,
    paths.map(({ path }) => path),
  );
  for (const [at, { row }] of paths.entries()) {
    const digest = digests[at];
    if (digest !== undefined) stored[row] = digest;
  }
  const current = objects.filter(({ object: { hashName } }) => hashName === "md5");
  const sizes = statObjects(
    cache.current,
    current.map(({ object }) => object.oid),
  );
  for (const [at, { row, object }] of current.entries()) {
    stored[row] = { oid: object.oid, sizeBytes: sizes[at] ?? 0 };
  }
  return stored;
}

function refuseIncomplete(item: SourceItem, outcome: TransferOutcome): void {
  const [failed] = outcome.failed;
  if (failed !== undefined) throw failed.error;
  if (outcome.missing.length === 0) return;
  const first = item.files.find(({ content }) => content.kind === "object");
  if (first?.content.kind === "object") throw objectsMissing(first.content.object, outcome.missing);
}
