import type { SFTPWrapper } from "ssh2";
import type { Upload } from "../storage/remote-storage.ts";
import { call, closeQuietly } from "./sftp-calls.ts";

/** So much is on its way at once, whatever the size of its pieces. */
const AHEAD_BYTES = 4 << 20;

/**
 * Writes an upload to an open file, closes it in any case, and returns its size when the server has all of it. A handle is
 * closed only once: the server gives its number to the next file.
 *
 * @throws what its source throws
 */
export async function writeAndClose(sftp: SFTPWrapper, handle: Buffer, upload: Upload): Promise<number> {
  let sizeBytes: number;
  try {
    sizeBytes = await writeContent(sftp, handle, upload);
  } catch (error) {
    closeQuietly(sftp, handle);
    throw error;
  }
  await call<void>(sftp, (done) => sftp.close(handle, (error) => done(error, undefined)));
  return sizeBytes;
}

async function writeContent(sftp: SFTPWrapper, handle: Buffer, upload: Upload): Promise<number> {
  const source = sourceOf(upload);
  const pending = new Set<Promise<unknown>>();
  let failure: { readonly error: unknown } | undefined;
  let ahead = 0;
  let at = 0;
  for await (const chunk of source) {
    const position = at;
    at += chunk.length;
    ahead += chunk.length;
    const sent = writeChunk(sftp, handle, { chunk, position }).then(
      () => {
        ahead -= chunk.length;
        pending.delete(sent);
      },
      (error: unknown) => {
        failure ??= { error };
      },
    );
    pending.add(sent);
    while (ahead > AHEAD_BYTES && failure === undefined) await Promise.race(pending);
    if (failure !== undefined) break;
  }
  await Promise.all(pending);
  if (failure !== undefined) throw failure.error;
  return at;
}

function sourceOf(upload: Upload): AsyncIterable<Buffer> | Iterable<Buffer> {
  switch (upload.kind) {
    case "bytes":
      return upload.bytes.length === 0 ? [] : [upload.bytes];
    case "file":
      return upload.open({ start: 0, end: upload.sizeBytes });
    case "stream":
      return upload.stream;
  }
}

function writeChunk(
  sftp: SFTPWrapper,
  handle: Buffer,
  { chunk, position }: { readonly chunk: Buffer; readonly position: number },
): Promise<void> {
  return call<void>(sftp, (done) =>
    sftp.write(handle, chunk, 0, chunk.length, position, (error) => done(error, undefined)),
  );
}
