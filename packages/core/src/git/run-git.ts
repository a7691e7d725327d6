import { once } from "node:events";
import { existsSync } from "node:fs";
import { LodeError } from "../base/lode-error.ts";
import { isSystemError } from "../base/system-error.ts";
import type { GitContext } from "./git-context.ts";
import { gitFailure } from "./git-failure.ts";
import { type GitProcess, type SpawnGitOptions, spawnGit } from "./spawn-git.ts";

/** How git is run. */
export interface RunGitOptions extends SpawnGitOptions {
  /** What git reads from its standard input. Default: nothing. */
  readonly input?: string | Uint8Array;
  /** Exit codes beside 0 that are an answer and no failure. Default: none. */
  readonly okExits?: readonly number[];
  /** Receives git's messages while it works, in pieces that need not be whole lines. */
  readonly onStderr?: (text: string) => void;
  /** Aborting stops git and throws CANCELLED once it has ended. */
  readonly signal?: AbortSignal;
}

/** What a finished git left. */
export interface GitOutput {
  readonly stdout: Buffer;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * Runs git with these arguments and waits for its end. Text that users chose must stand behind `--`, or be checked,
 * so that it cannot become an option.
 *
 * @throws GIT_FAILED if git exits with a code that is not expected; the details hold the code and git's messages
 * @throws GIT_MISSING if git is not installed
 * @throws CANCELLED if the signal is aborted
 */
export async function runGit(
  context: GitContext,
  args: readonly string[],
  options: RunGitOptions = {},
): Promise<GitOutput> {
  if (options.signal?.aborted) throw cancelled();
  const child = spawnGit(context, args, options);
  const stop = (): void => stopProcess(child);
  options.signal?.addEventListener("abort", stop, { once: true });
  try {
    const output = await collect(child, options);
    if (options.signal?.aborted) throw cancelled();
    if (output.exitCode !== 0 && !options.okExits?.includes(output.exitCode)) throw gitFailure(args, output);
    return output;
  } catch (error) {
    throw startFailure(error, options.cwd);
  } finally {
    options.signal?.removeEventListener("abort", stop);
  }
}

/** Turns the system's refusal to start git into GIT_MISSING; returns any other error as it is. */
export function startFailure(error: unknown, cwd: string | undefined): unknown {
  if (!isSystemError(error, "ENOENT") || error.syscall?.startsWith("spawn") !== true) return error;
  if (cwd !== undefined && !existsSync(cwd)) {
    return new LodeError("GIT_FAILED", `Cannot run git in "${cwd}": the folder does not exist`, { cause: error });
  }
  return new LodeError("GIT_MISSING", "Cannot run git: it is not installed, or not on PATH", {
    hint: "Install git, see https://git-scm.com/downloads",
    cause: error,
  });
}

async function collect(child: GitProcess, options: RunGitOptions): Promise<GitOutput> {
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    options.onStderr?.(text);
  });
  // Git may end before it has read everything; its exit code says whether that matters.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  const [code] = await once(child, "close");
  return { stdout: Buffer.concat(stdout), stderr, exitCode: typeof code === "number" ? code : 128 };
}

/** Stops git. Programs that it started may keep its outputs open, so these are given up as soon as git itself ended. */
function stopProcess(child: GitProcess): void {
  child.once("exit", () => {
    child.stdout.destroy();
    child.stderr.destroy();
  });
  child.kill("SIGTERM");
}

function cancelled(): LodeError {
  return new LodeError("CANCELLED", "Cannot finish: the work was cancelled");
}
