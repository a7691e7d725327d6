import { join, posix, relative, sep } from "node:path";
import type { RelPath } from "../base/rel-path.ts";
import { findIgnored } from "../git/find-ignored.ts";
import { stagePaths } from "../git/stage-paths.ts";
import { findTracked } from "../git/work-tree-queries.ts";
import {
  addGitignoreLines,
  type GitignoreChange,
  removeGitignoreLine,
} from "../worktree/gitignore/change-gitignore.ts";
import { cwdPath } from "./cwd-path.ts";
import type { Project, ProjectGit } from "./project.ts";

/** What Git is to know of a change of a project. Paths are relative to the project's root. */
export interface GitChanges {
  /** Asks Git about paths in one go, so that ignore and isTracked need not ask for each. */
  prepare(paths: readonly RelPath[]): Promise<void>;
  /** Notes a file of metadata that was written or deleted. */
  track(path: string): void;
  /** Says whether Git has a path, or something in it. */
  isTracked(path: RelPath): Promise<boolean>;
  /** Makes Git ignore an output, unless it does already. */
  ignore(path: RelPath): Promise<void>;
  /** Writes the lines for several outputs beforehand, each file once; `ignore` is still called for each output. */
  ignoreTogether(paths: readonly RelPath[]): Promise<void>;
  /** Takes an output out of its `.gitignore`. */
  unignore(path: RelPath): void;
}

/** What the user has to do in Git after a change, or what was done. */
export interface GitOutcome {
  /** Files to be staged, relative to the current folder; none without Git. */
  readonly changed: readonly string[];
  /** Whether they were staged, as `core.autostage` asks for. */
  readonly staged: boolean;
}

/**
 * Does work that changes files which Git is to know of, then stages them if `core.autostage` is set, or as the option
 * says. If the work fails, the lines that it added to `.gitignore` files are taken back.
 */
export async function withGitChanges<T>(
  project: Project,
  work: (changes: GitChanges) => Promise<T>,
  options: { readonly autostage?: boolean } = {},
): Promise<{ readonly result: T; readonly git: GitOutcome }> {
  if (project.git === undefined) return { result: await work(noGit), git: { changed: [], staged: false } };
  const session = gitSession(project, project.git);
  try {
    const result = await work(session.changes);
    return { result, git: await session.finish(options.autostage ?? project.config.core.autostage) };
  } catch (error) {
    session.takeBack();
    throw error;
  }
}

const noGit: GitChanges = {
  prepare: async () => undefined,
  track: () => undefined,
  isTracked: async () => false,
  ignore: async () => undefined,
  ignoreTogether: async () => undefined,
  unignore: () => undefined,
};

interface GitSession {
  readonly changes: GitChanges;
  finish(autostage: boolean): Promise<GitOutcome>;
  takeBack(): void;
}

function gitSession(project: Project, { repo, prefix }: ProjectGit): GitSession {
  const inRepo = (path: string) => posix.join(prefix, path);
  const full = (path: string) => join(project.rootDir, path);
  const boundary = repo.workTree ?? project.rootDir;
  const changed = new Set<string>();
  const lines = gitignoreLines(full, boundary);
  const ignored = new Map<string, boolean>();
  const tracked = new Map<string, boolean>();
  const ask = async (paths: readonly RelPath[]): Promise<void> => {
    const names = paths.map(inRepo);
    const [ignoredNow, trackedNow] = await Promise.all([findIgnored(repo, names), findTracked(repo, names)]);
    for (const path of paths) {
      ignored.set(path, ignoredNow.has(inRepo(path)));
      tracked.set(path, trackedNow.has(inRepo(path)));
    }
  };
  const note = (file: string | undefined): void => {
    if (file !== undefined) changed.add(relative(project.rootDir, file).split(sep).join("/"));
  };
  const ignoreTogether = async (paths: readonly RelPath[]): Promise<void> => {
    const unknown = paths.filter((path) => !ignored.has(path));
    if (unknown.length > 0) await ask(unknown);
    const visible = paths.filter((path) => ignored.get(path) !== true);
    lines.add(visible);
    for (const path of visible) ignored.set(path, true);
  };
  return {
    changes: {
      prepare: ask,
      ignoreTogether,
      track: (path) => void changed.add(path),
      async isTracked(path) {
        if (!tracked.has(path)) await ask([path]);
        return tracked.get(path) === true;
      },
      async ignore(path) {
        await ignoreTogether([path]);
        note(lines.fileOf(path));
      },
      unignore(path) {
        note(removeGitignoreLine(full(path), boundary));
        ignored.delete(path);
      },
    },
    async finish(autostage) {
      const staged = autostage && changed.size > 0;
      if (staged) await stagePaths(repo, [...changed].map(inRepo));
      return { changed: [...changed].map((path) => cwdPath(project, path)), staged };
    },
    takeBack: lines.takeBack,
  };
}

/** The lines that a session adds to `.gitignore` files. */
interface GitignoreLines {
  /** Adds the lines for outputs, writing each file once. */
  add(paths: readonly RelPath[]): void;
  /** The file that got the line for an output. */
  fileOf(path: RelPath): string | undefined;
  takeBack(): void;
}

function gitignoreLines(full: (path: string) => string, boundary: string): GitignoreLines {
  const changes: GitignoreChange[] = [];
  const files = new Map<RelPath, string>();
  return {
    add(paths) {
      for (const [first, ...others] of Map.groupBy(paths, (path) => posix.dirname(path)).values()) {
        if (first === undefined) continue;
        const change = addGitignoreLines([full(first), ...others.map(full)], boundary);
        changes.push(change);
        for (const path of [first, ...others]) files.set(path, change.file);
      }
    },
    fileOf: (path) => files.get(path),
    takeBack() {
      for (const change of changes.toReversed()) change.takeBack();
    },
  };
}
