import { join } from "node:path";
import type { TreeEntry } from "../base/file-tree.ts";
import { createGitIgnoreMatcher, type GitIgnoreMatcher } from "../formats/ignore/git-ignore-matcher.ts";
import { readTextIfExists } from "../fs/read-text-if-exists.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";
import type { Project } from "./project.ts";

/** The rules of a walk for stage files in one folder: those of `.dvcignore`, and those of Git beside them. */
export interface StageWalkScope extends WalkScope {
  /** The rules of `.dvcignore` alone. */
  readonly dvcIgnore: WalkScope;
  enter(name: string, entries: readonly TreeEntry[]): Promise<StageWalkScope>;
}

/**
 * Adds what Git ignores to the rules of a walk through a project's work tree: `.git/info/exclude` and the `.gitignore`
 * files of the repository. At a revision, and without Git, the rules stay as they are, as in DVC.
 */
export function withGitIgnore(project: Project, scope: WalkScope): StageWalkScope {
  const { git, commit, rootDir } = project;
  const workTree = git?.repo.workTree;
  if (git === undefined || workTree === undefined || commit !== undefined) {
    return new GitScope(scope, undefined, rootDir);
  }
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

class GitScope implements StageWalkScope {
  readonly dvcIgnore: WalkScope;
  /** Undefined where Git's rules do not count. */
  readonly #matcher: GitIgnoreMatcher | undefined;
  readonly #dir: string;

  constructor(dvcIgnore: WalkScope, matcher: GitIgnoreMatcher | undefined, dir: string) {
    this.dvcIgnore = dvcIgnore;
    this.#matcher = matcher;
    this.#dir = dir;
  }

  isIgnored(name: string, kind: "file" | "dir"): boolean {
    return this.dvcIgnore.isIgnored(name, kind) || this.#matcher?.isIgnored(name, kind === "dir") === true;
  }

  async enter(name: string, entries: readonly TreeEntry[]): Promise<StageWalkScope> {
    const dir = join(this.#dir, name);
    const hasRules = this.#matcher !== undefined && entries.some((entry) => entry.name === ".gitignore");
    const matcher = this.#matcher?.enter(name, hasRules ? ignoreText(dir) : undefined);
    return new GitScope(await this.dvcIgnore.enter(name, entries), matcher, dir);
  }
}
