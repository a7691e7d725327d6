import { join } from "node:path";
import type { TreeEntry } from "../base/file-tree.ts";
import { createGitIgnoreMatcher, type GitIgnoreMatcher } from "../formats/ignore/git-ignore-matcher.ts";
import { readTextIfExists } from "../fs/read-text-if-exists.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";
import type { Project } from "./project.ts";

/**
 * Adds what Git ignores to the rules of a walk through a project's work tree: `.git/info/exclude` and the `.gitignore`
 * files of the repository. At a revision, and without Git, the rules stay as they are, as in DVC.
 */
export function withGitIgnore(project: Project, scope: WalkScope): WalkScope {
  const { git, commit, rootDir } = project;
  const workTree = git?.repo.workTree;
  if (git === undefined || workTree === undefined || commit !== undefined) return scope;
  const exclude = readTextIfExists(join(git.repo.commonDir, "info", "exclude"));
  let matcher = createGitIgnoreMatcher([exclude ?? "", ignoreText(workTree) ?? ""]);
  let dir = workTree;
  for (const name of git.prefix === "" ? [] : git.prefix.split("/")) {
    dir = join(dir, name);
    matcher = matcher.enter(name, ignoreText(dir));
  }
  return new GitScope(scope, matcher, rootDir);
}

function ignoreText(dir: string): string | undefined {
  return readTextIfExists(join(dir, ".gitignore"));
}

class GitScope implements WalkScope {
  readonly #inner: WalkScope;
  readonly #matcher: GitIgnoreMatcher;
  readonly #dir: string;

  constructor(inner: WalkScope, matcher: GitIgnoreMatcher, dir: string) {
    this.#inner = inner;
    this.#matcher = matcher;
    this.#dir = dir;
  }

  isIgnored(name: string, kind: "file" | "dir"): boolean {
    return this.#inner.isIgnored(name, kind) || this.#matcher.isIgnored(name, kind === "dir");
  }

  async enter(name: string, entries: readonly TreeEntry[]): Promise<WalkScope> {
    const dir = join(this.#dir, name);
    const hasRules = entries.some((entry) => entry.name === ".gitignore");
    const matcher = this.#matcher.enter(name, hasRules ? ignoreText(dir) : undefined);
    return new GitScope(await this.#inner.enter(name, entries), matcher, dir);
  }
}
