import { join } from "node:path";
import { LodeError } from "@lode/core";
import { type GitRepo, headBranch, listBranches, readTextIfExists, runInRepo } from "@lode/core/engine";

/** HEAD as git writes it where references are files; elsewhere it names `.invalid`. */
const HEAD = /^ref: refs\/heads\/(?!\.invalid\n)(.+)\n$/;

/** The branch that a clone gets, even if it has no commit yet; undefined if HEAD is detached. Mostly without a process. */
export async function defaultBranch(repo: GitRepo): Promise<string | undefined> {
  return HEAD.exec(readTextIfExists(join(repo.gitDir, "HEAD")) ?? "")?.[1] ?? (await headBranch(repo));
}

/** Makes a branch that exists the default one. @throws REVISION_UNKNOWN */
export async function setDefaultBranch(repo: GitRepo, branch: string): Promise<void> {
  if (!(await listBranches(repo)).some(({ name }) => name === branch)) {
    throw new LodeError("REVISION_UNKNOWN", `Cannot make '${branch}' the default branch: there is no such branch`, {
      hint: "Push it first.",
      details: { rev: branch },
    });
  }
  await runInRepo(repo, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
}
