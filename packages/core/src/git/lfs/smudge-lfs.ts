import { createHash } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import { remoteUrl } from "../git-config.ts";
import { gitComplaint } from "../git-failure.ts";
import { type GitRepo, runInRepo, spawnInRepo } from "../git-repo.ts";
import { redactCredentials } from "../redact-credentials.ts";
import { detectLfsPointer, type LfsPointer } from "./lfs-pointer.ts";

/** A file that is a Git LFS pointer in the repository. */
export interface LfsFile {
  /** Its path from the root of the repository; git-lfs and messages name it. */
  readonly path: string;
  /** The pointer, as it is in the repository. */
  readonly pointer: Buffer;
}

/**
 * Opens the content that a Git LFS pointer stands for, downloading it if need be (`git lfs smudge`). The caller
 * consumes or destroys the stream. It fails with LFS_MISSING if git-lfs is not installed, and with LFS_FAILED if the
 * content cannot be had, or does not have the size and SHA-256 of the pointer.
 *
 * @throws LFS_FAILED if the file is not a pointer
 */
export function smudgeLfs(repo: GitRepo, file: LfsFile): Readable {
  const expected = detectLfsPointer(file.pointer);
  if (expected === undefined) throw failed(file.path, "it is not a Git LFS pointer");
  return Readable.from(smudge(repo, file, expected), { objectMode: false });
}

/**
 * Downloads the LFS content of many files of a commit in one go, so that smudgeLfs finds it. Files whose names
 * git-lfs would take for patterns, and repositories without the remote `origin`, are left to smudgeLfs.
 *
 * @throws LFS_MISSING if git-lfs is not installed; GIT_FAILED if the download fails
 */
export async function prefetchLfs(
  repo: GitRepo,
  commit: string,
  options: { readonly paths: readonly string[]; readonly signal?: AbortSignal },
): Promise<void> {
  const first = options.paths[0];
  if (first === undefined) return;
  await requireLfs(repo, first);
  const literal = options.paths.filter((path) => !/[*?[\]\\,!]/.test(path));
  if (literal.length === 0 || (await remoteUrl(repo)) === undefined) return;
  const args = ["lfs", "fetch", `--include=${literal.join(",")}`, "--exclude=", "origin", commit];
  await runInRepo(repo, args, options.signal === undefined ? {} : { signal: options.signal });
}

async function requireLfs(repo: GitRepo, path: string): Promise<void> {
  const { exitCode } = await runInRepo(repo, ["lfs", "version"], { okExits: [1] });
  if (exitCode === 0) return;
  throw new LodeError("LFS_MISSING", `Cannot read "${path}": it is kept in Git LFS, and git-lfs is not installed`, {
    hint: "Install git-lfs, see https://git-lfs.com",
    details: { path },
  });
}

async function* smudge(repo: GitRepo, file: LfsFile, expected: LfsPointer): AsyncGenerator<Buffer> {
  // Where it must not download, git-lfs delivers the pointer itself, and that has not the SHA-256 it names.
  const extraEnv = { GIT_LFS_SKIP_SMUDGE: repo.mirror?.offline ? "1" : "0" };
  const child = spawnInRepo(repo, ["lfs", "smudge", "--", file.path], { extraEnv });
  const closed = once(child, "close").catch(() => [128]);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(file.pointer);
  const hash = createHash("sha256");
  let sizeBytes = 0;
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      yield chunk;
    }
    const [exitCode] = await closed;
    if (exitCode !== 0) await requireLfs(repo, file.path);
    if (exitCode !== 0) throw failed(file.path, gitComplaint(redactCredentials(stderr)) ?? "git-lfs failed");
    if (sizeBytes !== expected.sizeBytes || hash.digest("hex") !== expected.sha256) {
      throw failed(file.path, "what git-lfs delivers is not what the pointer names");
    }
  } finally {
    child.kill("SIGTERM");
    child.stdout.destroy();
    await closed;
  }
}

function failed(path: string, state: string): LodeError {
  return new LodeError("LFS_FAILED", `Cannot read "${path}" from Git LFS: ${state}`, { details: { path } });
}
