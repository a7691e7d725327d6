import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import type { HttpFileInfo } from "../../remotes/http/http-file.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { type PutObject, putStream } from "../../store/put-stream.ts";
import type { UrlPlace } from "./url-place.ts";
import { httpState, urlMissing } from "./url-state.ts";
import { watchDownload } from "./watch-download.ts";

/** A file on a web server that was brought into a store. */
export interface StoredHttpFile {
  /** What metadata say of the file on its server. */
  readonly dependency: EntryState;
  readonly object: PutObject;
}

/**
 * Downloads a file into a store, hashed while it arrives.
 *
 * @throws URL_MISSING, FILE_CHANGED if another version arrived than the one that is recorded, STORAGE_DENIED,
 *   STORAGE_REJECTED, STORAGE_UNREACHABLE, IO_FAILED, CANCELLED
 */
export async function storeHttpFile(
  place: Extract<UrlPlace, { kind: "http" }>,
  store: ObjectStore,
  run: RunContext,
): Promise<StoredHttpFile> {
  const info = await place.file.info(run.signal);
  if (info === undefined) throw urlMissing(place);
  const object = await place.file.download(async (download) => {
    refuseOther(place.url, info, download);
    return putStream(store, watchDownload(download, run));
  }, run.signal);
  if (object === undefined) throw urlMissing(place);
  return { dependency: httpState(info), object };
}

function refuseOther(url: string, before: HttpFileInfo, { etag }: HttpFileInfo): void {
  if (before.etag === undefined || etag === undefined || before.etag === etag) return;
  throw new LodeError("FILE_CHANGED", `Cannot download '${redactUrl(url)}': it changed in this moment`, {
    hint: "Run the command again.",
    details: { url: redactUrl(url) },
  });
}
