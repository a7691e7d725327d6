import type { ByteRange } from "../../base/file-tree.ts";
import type { CommitClient } from "../../remotes/batch/commit-client.ts";
import { GitBlobCheck, readGitBlob } from "../../remotes/batch/git-frames.ts";
import { defaultRetries, mayTryAgain, pauseBefore } from "../../remotes/retry-passing.ts";

/**
 * Gives the bytes of a file of a server, or a part of them. When the connection breaks off, the rest is asked for. A whole
 * file is verified.
 *
 * @throws BATCH_INVALID, STORAGE_UNREACHABLE after several attempts without a byte
 */
export async function* resumedBlob(client: CommitClient, oid: string, range: ByteRange): AsyncGenerator<Buffer> {
  const { end } = range;
  const check = range.start === 0 ? new GitBlobCheck() : undefined;
  let { start } = range;
  for (let attempt = 1; ; attempt++) {
    try {
      const stream = await client.openBlob(oid, start);
      for await (const part of upTo(readGitBlob(stream, { oid, start }, check), end, start)) {
        start += part.length;
        attempt = 1;
        yield part;
      }
      return;
    } catch (error) {
      if (!mayTryAgain(error, attempt, { ...defaultRetries, hasAnswered: () => true })) throw error;
      await pauseBefore(attempt, { ...defaultRetries, error }, undefined);
    }
  }
}

/** Ends before a byte; undefined: at the end. */
async function* upTo(parts: AsyncIterable<Buffer>, end: number | undefined, start: number): AsyncGenerator<Buffer> {
  let at = start;
  for await (const part of parts) {
    yield part.subarray(0, end === undefined ? part.length : end - at);
    at += part.length;
    if (end !== undefined && at >= end) return;
  }
}
