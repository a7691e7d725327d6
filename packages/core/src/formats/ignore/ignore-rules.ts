import { LodeError } from "../../base/lode-error.ts";
import { pythonFileLines, pythonStrip } from "../python/python-text.ts";
import { type CompiledPattern, compilePattern } from "./compile-pattern.ts";
import { rebasePattern } from "./rebase-pattern.ts";

/** One rule of a project: a pattern relative to its root. */
export interface IgnoreRule extends CompiledPattern {
  /** Where the rule comes from, as `check-ignore` shows it: `.dvcignore:3:*.tmp`, `:.git/`, `in sub_repo:name`. */
  readonly description: string;
  /** The file, relative to the root; undefined for a rule that is in no file. */
  readonly file: string | undefined;
  /** The line, from 1 on; undefined for a rule that is in no file. */
  readonly line: number | undefined;
}

/** The name of the files with rules. */
export const DVCIGNORE = ".dvcignore";

/**
 * Parses a `.dvcignore` file.
 *
 * @param dir the directory of the file, relative to the root; empty for the root
 * @throws IGNORE_INVALID with the file and the line
 */
export function parseIgnoreRules(text: string, dir: string): IgnoreRule[] {
  const file = dir === "" ? DVCIGNORE : `${dir}/${DVCIGNORE}`;
  return pythonFileLines(text).flatMap((rawLine, i) => {
    const pattern = pythonStrip(rawLine);
    if (pattern === "" || pattern.startsWith("#")) return [];
    const rule = { description: `${file}:${i + 1}:${pattern}`, file, line: i + 1 };
    return ruleOf(pattern, dir, rule);
  });
}

/** The rules that every project begins with. */
export function builtInRules(): IgnoreRule[] {
  return [".hg/", ".git/", ".git", ".dvc/"].flatMap((pattern) =>
    ruleOf(pattern, "", { description: `:${pattern}`, file: undefined, line: undefined }),
  );
}

/**
 * Makes the rules of patterns that a user gave one by one.
 *
 * @throws IGNORE_INVALID also for what means nothing: a comment, `/`, nothing
 */
export function patternRules(patterns: readonly string[]): IgnoreRule[] {
  return patterns.flatMap((text) => {
    const pattern = pythonStrip(text);
    const rules = ruleOf(pattern, "", { description: pattern, file: undefined, line: undefined });
    if (rules.length === 0) throw invalidPattern(text, { file: undefined, line: undefined });
    return rules;
  });
}

/**
 * Makes the rule that keeps a project out of the one around it.
 *
 * @param dir the directory that the other project's directory is in, relative to the root
 */
export function subprojectRules(name: string, dir: string): IgnoreRule[] {
  return ruleOf(`/${name}/`, dir, { description: `in sub_repo:${name}`, file: undefined, line: undefined });
}

/** A nested pattern is judged both as it stands in its file and as it is for the root. */
function ruleOf(pattern: string, dir: string, origin: Omit<IgnoreRule, keyof CompiledPattern>): IgnoreRule[] {
  const own = compilePattern(pattern);
  const compiled = dir === "" || typeof own === "string" ? own : compilePattern(rebasePattern(pattern, dir));
  if (compiled === "ignored") return [];
  if (compiled !== "invalid") return [{ ...compiled, ...origin }];
  throw invalidPattern(pattern, origin);
}

function invalidPattern(pattern: string, { file, line }: Pick<IgnoreRule, "file" | "line">): LodeError {
  const place = file === undefined ? "" : ` in line ${line} of ${JSON.stringify(file)}`;
  return new LodeError("IGNORE_INVALID", `Cannot use the pattern ${JSON.stringify(pattern)}${place}: it is not valid`, {
    hint: "Look for a backslash at the end of a name, a range such as [z-a], or a lone '!'.",
    details: { pattern, file, line },
  });
}
