import { once } from "node:events";
import { Readable } from "node:stream";
import type { ByteRange } from "../../base/file-tree.ts";
import { gitFailure } from "../git-failure.ts";
import { type GitRepo, spawnInRepo } from "../git-repo.ts";
import { startFailure } from "../run-git.ts";

/** Streams a blob, or a part of it, through a process of its own, which ends with the stream. */
export function streamBlob(repo: GitRepo, oid: string, range: ByteRange): Readable {
  return Readable.from(readBlob(repo, oid, range), { objectMode: false });
}

async function* readBlob(repo: GitRepo, oid: string, range: ByteRange): AsyncGenerator<Buffer> {
  const args = ["cat-file", "blob", oid];
  const child = spawnInRepo(repo, args);
  const closed = once(child, "close").catch((error: unknown) => startFailure(error, repo.workTree ?? repo.gitDir));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end();
  const end = range.end ?? Number.POSITIVE_INFINITY;
  try {
    let at = 0;
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const part = chunk.subarray(Math.max(0, range.start - at), Math.max(0, end - at));
      if (part.length > 0) yield part;
      at += chunk.length;
      if (at >= end) return;
    }
    const outcome = await closed;
    if (!Array.isArray(outcome)) throw outcome;
    if (outcome[0] !== 0) throw gitFailure(args, { exitCode: Number(outcome[0] ?? 128), stderr });
  } finally {
    child.kill("SIGTERM");
    child.stdout.destroy();
    await closed;
  }
}
