import type { ByteRange } from "../../base/file-tree.ts";
import type { CommitClient } from "../../remotes/batch/commit-client.ts";
import { readGitBlob } from "../../remotes/batch/git-frames.ts";
import { defaultRetries, isPassing, pauseBefore } from "../../remotes/retry-passing.ts";

/**
 * Gives the bytes of a file of a server, or a part of them. When the connection breaks off, the file is asked for again, and
 * what was given already is passed over. A file that is read to its end is verified.
 *
 * @throws BATCH_INVALID, STORAGE_UNREACHABLE after several attempts without a byte
 */
export async function* resumedBlob(client: CommitClient, oid: string, range: ByteRange): AsyncGenerator<Buffer> {
  const { end } = range;
  let { start } = range;
  for (let attempt = 1; ; attempt++) {
    try {
      for await (const part of blobPart(client, oid, { start, ...(end !== undefined && { end }) })) {
        start += part.length;
        attempt = 1;
        yield part;
      }
      return;
    } catch (error) {
      if (!isPassing(error) || attempt >= defaultRetries.attempts) throw error;
      await pauseBefore(attempt, defaultRetries, undefined);
    }
  }
}

async function* blobPart(
  client: CommitClient,
  oid: string,
  { start, end = Number.POSITIVE_INFINITY }: ByteRange,
): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const chunk of readGitBlob(await client.openObjects([oid], undefined), oid)) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += chunk.length;
    if (part.length > 0) yield part;
    if (at >= end && end !== Number.POSITIVE_INFINITY) return;
  }
}
