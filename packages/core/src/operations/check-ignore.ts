import { basename, dirname } from "node:path/posix";
import { IgnoreMatchers } from "../project/ignore-matchers.ts";
import type { Project } from "../project/project.ts";
import { projectPath } from "../project/select-targets.ts";

/** What `.dvcignore` says of one path. */
export interface IgnoreCheck {
  /** As it was given. */
  readonly target: string;
  readonly ignored: boolean;
  /** The rule that decides; null if none matches. It may be one that takes back: then the path is not ignored. */
  readonly rule: MatchedRule | null;
}

/** A rule with its origin. */
export interface MatchedRule {
  /** As DVC prints it: `<file>:<line>:<pattern>`, `:<pattern>` for a built-in rule, or `in sub_repo:<name>`. */
  readonly description: string;
  /** The `.dvcignore`, relative to the project's root; null for a rule that is in no file. */
  readonly file: string | null;
  /** From 1 on; null for a rule that is in no file. */
  readonly line: number | null;
}

/**
 * Says of each path whether `.dvcignore` excludes it, and which rule decides, one answer at a time in the order of the
 * targets. Paths need not exist; what is outside of the project, and its root, is not ignored.
 *
 * @param targets relative to the project's `cwd`, or absolute
 * @throws IGNORE_INVALID when a broken `.dvcignore` is met, after the answers before it
 */
export async function* checkIgnore(
  project: Project,
  targets: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<IgnoreCheck, void, undefined> {
  const matchers = new IgnoreMatchers(project.tree);
  for await (const target of targets) yield checkTarget(project, matchers, target);
}

async function checkTarget(project: Project, matchers: IgnoreMatchers, target: string): Promise<IgnoreCheck> {
  const path = projectPath(project, target);
  if (path === undefined || path === "") return { target, ignored: false, rule: null };
  const dir = dirname(path);
  const name = basename(path);
  const matcher = await matchers.forEntry(dir === "." ? "" : dir, name);
  const isDir = (await project.tree.lookup(path))?.kind === "dir";
  const { ignored, rule } = matcher.explain(name, isDir);
  if (rule === undefined) return { target, ignored, rule: null };
  const { description, file = null, line = null } = rule;
  return { target, ignored, rule: { description, file, line } };
}
