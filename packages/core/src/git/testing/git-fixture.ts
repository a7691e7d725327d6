import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { findGitRepo } from "../find-git-repo.ts";
import type { GitContext } from "../git-context.ts";
import type { GitRepo } from "../git-repo.ts";
import { runGit } from "../run-git.ts";

/** A temporary folder and an environment in which git knows nothing of the machine's own configuration. */
export interface GitFixture extends GitContext {
  readonly dir: string;
  /** Runs git in a folder, relative to the fixture's, and returns what it prints, trimmed. */
  git(folder: string, ...args: readonly string[]): Promise<string>;
  /** Writes a file, its folders included; the path is relative to the fixture's folder. */
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Makes a repository with branch `main` and these files committed, if there are any. */
  repo(folder: string, files?: Readonly<Record<string, string | Uint8Array>>): Promise<GitRepo>;
  /** Commits everything in a repository and returns the commit's id. */
  commit(folder: string, message: string): Promise<string>;
}

/** Makes a fixture that is removed when the test ends. */
export async function gitFixture(path: string | undefined): Promise<GitFixture> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), "lode-git-")));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  await mkdir(join(dir, "home"));
  const fixture: GitFixture = {
    dir,
    env: fixtureEnv(join(dir, "home"), path),
    async git(folder, ...args) {
      const { stdout } = await runGit(fixture, args, { cwd: join(dir, folder) });
      return stdout.toString("utf8").trim();
    },
    async write(file, content) {
      await mkdir(dirname(join(dir, file)), { recursive: true });
      await writeFile(join(dir, file), content);
    },
    async repo(folder, files = {}) {
      await mkdir(join(dir, folder), { recursive: true });
      await fixture.git(folder, "init", "--quiet", "--initial-branch=main");
      for (const [name, content] of Object.entries(files)) await fixture.write(`${folder}/${name}`, content);
      if (Object.keys(files).length > 0) await fixture.commit(folder, "first");
      const repo = await findGitRepo(join(dir, folder), fixture);
      if (repo === undefined) throw new Error(`git made no repository in ${folder}`);
      return repo;
    },
    async commit(folder, message) {
      await fixture.git(folder, "add", "--all");
      await fixture.git(folder, "commit", "--quiet", "--allow-empty", "--message", message);
      return fixture.git(folder, "rev-parse", "HEAD");
    },
  };
  return fixture;
}

function fixtureEnv(home: string, path: string | undefined): GitContext["env"] {
  return {
    PATH: path,
    HOME: home,
    XDG_CONFIG_HOME: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Ann Author",
    GIT_AUTHOR_EMAIL: "ann@example.com",
    GIT_AUTHOR_DATE: "2024-05-01T10:00:00Z",
    GIT_COMMITTER_NAME: "Carl Committer",
    GIT_COMMITTER_EMAIL: "carl@example.com",
    GIT_COMMITTER_DATE: "2024-05-01T11:00:00Z",
  };
}
