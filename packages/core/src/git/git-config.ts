import { resolve } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import { type GitRepo, runInRepo } from "./git-repo.ts";

/** Reads one value of git's configuration, all levels considered; undefined if it is not set. */
export async function gitConfigGet(repo: GitRepo, key: string): Promise<string | undefined> {
  const { stdout, exitCode } = await runInRepo(repo, ["config", "--null", "--get", "--", checkedKey(key)], {
    okExits: [1],
  });
  return exitCode === 0 ? stdout.toString("utf8").replace(/\0$/, "") : undefined;
}

/** Sets one value in the repository's own configuration, in place of all that it has for this key. */
export async function gitConfigSet(repo: GitRepo, key: string, value: string): Promise<void> {
  await runInRepo(repo, ["config", "--local", "--replace-all", "--", checkedKey(key), value]);
}

/** The address of a remote as the configuration has it; it may hold credentials. Undefined if there is none. */
export function remoteUrl(repo: GitRepo, remote = "origin"): Promise<string | undefined> {
  return gitConfigGet(repo, `remote.${remote}.url`);
}

/** The absolute folder where git looks for hooks, `core.hooksPath` respected. It need not exist. */
export async function hooksDir(repo: GitRepo): Promise<string> {
  const { stdout } = await runInRepo(repo, ["rev-parse", "--git-path", "hooks"]);
  return resolve(repo.workTree ?? repo.gitDir, stdout.toString("utf8").replace(/\n$/, ""));
}

function checkedKey(key: string): string {
  if (/^[A-Za-z][A-Za-z0-9-]*\.(?:[^\n\0]*\.)?[A-Za-z][A-Za-z0-9-]*$/.test(key)) return key;
  throw new LodeError("GIT_FAILED", `Cannot use ${JSON.stringify(key)} as a key of git's configuration: it is not one`);
}
