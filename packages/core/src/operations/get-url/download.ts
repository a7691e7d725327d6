import { join } from "node:path";
import { parseRelPath } from "../../base/rel-path.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { realDirsBelow } from "../../fs/ensure-real-dirs.ts";
import { spoolToFile } from "../../fs/spool-to-file.ts";
import { runAtOnce } from "../../remotes/run-at-once.ts";
import type { StorageFile } from "../../remotes/storage/remote-storage.ts";
import { bringFile } from "../../source/url/store-storage.ts";
import type { StoragePlace } from "../../source/url/url-place.ts";
import { urlMissing } from "../../source/url/url-state.ts";
import { watchDownload } from "../../source/url/watch-download.ts";
import { batchContext, type MoveContext } from "../../transfer/transfer-progress.ts";

/**
 * Downloads a file to a path, or the files of a directory to below it, several at once.
 *
 * @returns the number of files
 * @throws URL_MISSING, FILE_CHANGED, PATH_HOSTILE, IO_FAILED, CANCELLED, and what the storage throws
 */
export async function download(place: StoragePlace, path: string, context: MoveContext): Promise<number> {
  const found = await place.files.find(context);
  if (found === undefined) throw urlMissing(place);
  if (found.kind === "dir") return downloadDir(place, { files: found.files, root: path }, context);
  const done = await place.files.read(
    found.file,
    (incoming) => spoolToFile(watchDownload(incoming, context), path).then(() => 1),
    context,
  );
  if (done === undefined) throw urlMissing(place);
  return done;
}

async function downloadDir(
  place: StoragePlace,
  { files, root }: { readonly files: readonly StorageFile[]; readonly root: string },
  context: MoveContext,
): Promise<number> {
  const relpaths = files.map(({ key }) => parseRelPath(key));
  ensureDir(root);
  const ensure = realDirsBelow(root);
  const { onProgress } = batchContext(context, "download", { before: 0, total: files.length });
  const progress = { files: 0, bytes: 0 };
  onProgress?.(progress);
  await runAtOnce(files.entries(), context.jobs ?? (await place.files.jobs()), async ([row, file]) => {
    const relpath = relpaths[row] ?? "";
    ensure(relpath.slice(0, Math.max(0, relpath.lastIndexOf("/"))));
    await bringFile(place, { file, path: join(root, relpath) }, context);
    progress.files += 1;
    progress.bytes += file.sizeBytes ?? 0;
    onProgress?.(progress);
  });
  return files.length;
}
