import { Readable } from "node:stream";
import { type Oid, parseOid } from "../../base/oid.ts";
import { makeHasher } from "../../hash/md5.ts";
import type { Remote } from "../../remotes/remote.ts";
import type { IncomingFile, StorageFile } from "../../remotes/storage/remote-storage.ts";
import { contentMd5, fileChanged, fileGone } from "../../source/url/storage-state.ts";
import type { StoragePlace } from "../../source/url/url-place.ts";
import { watchDownload } from "../../source/url/watch-download.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";

/** A remote that takes a stream. */
export type StreamRemote = Pick<Remote, "findMissing"> & { readonly send: NonNullable<Remote["send"]> };

/**
 * Sends a file of storage over a network to a remote without a copy on this machine, which may have no room for it: the
 * file is read once for its digest and, if the remote lacks it, once more to be sent.
 *
 * @returns the id of the object
 * @throws FILE_CHANGED if it is another file the second time, and what both storages throw
 */
export async function sendLarge(
  { place, file }: { readonly place: StoragePlace; readonly file: StorageFile },
  remote: StreamRemote,
  context: MoveContext,
): Promise<Oid> {
  const oid = parseOid(await contentMd5(place, file, context));
  if (oid === undefined) throw new TypeError("a digest is no id");
  const missing = await remote.findMissing({ hashName: "md5", oids: [oid] }, context);
  if (missing.size === 0) return oid;
  const send = async (incoming: IncomingFile): Promise<true> => {
    const hasher = makeHasher("md5");
    const stream = Readable.from(hashed(watchDownload(incoming, context), (chunk) => hasher.update(chunk)));
    const confirm = async (): Promise<void> => {
      if (hasher.digest() !== oid) throw fileChanged(place, file);
    };
    const content = { kind: "stream", stream, sizeBytes: file.sizeBytes, confirm } as const;
    await remote.send({ hashName: "md5", oid }, content, context);
    return true;
  };
  if ((await place.files.read(file, send, context)) === undefined) throw fileGone(place, file);
  return oid;
}

async function* hashed(stream: AsyncIterable<Buffer>, onChunk: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    onChunk(chunk);
    yield chunk;
  }
}
