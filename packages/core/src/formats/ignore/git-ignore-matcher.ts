import ignore, { type Ignore } from "ignore";

/**
 * Says what Git ignores in one directory. The matcher of a directory is made by its parent's, so a walk from the root
 * of the work tree carries one from level to level.
 */
export interface GitIgnoreMatcher {
  /** Says whether the entry of this directory is ignored: by itself or because a directory above is. */
  isIgnored(name: string, isDir: boolean): boolean;

  /** Makes the matcher of a subdirectory; `ignoreText` is the text of its `.gitignore`, if it has one. */
  enter(name: string, ignoreText?: string): GitIgnoreMatcher;
}

/**
 * Makes the matcher of the root of a work tree.
 *
 * @param texts rules relative to the root, lowest precedence first: the user's excludes file, `.git/info/exclude`, the
 *   root's `.gitignore`
 */
export function createGitIgnoreMatcher(texts: readonly string[]): GitIgnoreMatcher {
  const { names, rest } = splitPlainNames(texts.at(-1) ?? "");
  const rules = [...texts.slice(0, -1), rest].reduce((all, text) => all.add(text), newRules());
  return new GitDirMatcher("", rules, names);
}

/** DVC and Lode take names as they are spelled, also where the file system does not. */
function newRules(): Ignore {
  return ignore({ ignorecase: false, allowRelativePaths: true });
}

class GitDirMatcher implements GitIgnoreMatcher {
  /** The path of the directory with a slash behind it; empty for the root. */
  readonly #dir: string;
  readonly #rules: Ignore;
  /** Names in this directory that its own file ignores, whatever the rules say. */
  readonly #names: ReadonlySet<string>;
  /** A copy for this directory alone: the library remembers every path, and that is to end with the directory. */
  #asked: Ignore | undefined;

  constructor(dir: string, rules: Ignore, names: ReadonlySet<string>) {
    this.#dir = dir;
    this.#rules = rules;
    this.#names = names;
  }

  isIgnored(name: string, isDir: boolean): boolean {
    if (this.#names.has(name)) return true;
    this.#asked ??= newRules().add(this.#rules);
    return this.#asked.ignores(`${this.#dir}${name}${isDir ? "/" : ""}`);
  }

  enter(name: string, ignoreText = ""): GitIgnoreMatcher {
    if (this.#names.has(name)) return allIgnored;
    const dir = `${this.#dir}${name}/`;
    const { names, rest } = splitPlainNames(ignoreText);
    const own = rebaseRules(rest, dir);
    const rules = own.length === 0 ? this.#rules : newRules().add(this.#rules).add(own);
    return new GitDirMatcher(dir, rules, names);
  }
}

/** Nothing in an ignored directory can be taken back. */
const allIgnored: GitIgnoreMatcher = { isIgnored: () => true, enter: () => allIgnored };

const PLAIN_NAME = /^\/[^\\[\]*?!#/\s]+$/;

/**
 * Takes the lines `/name` out of a file, which are nearly all where many files of a folder are tracked one by one: as
 * rules, each would be tried on each name. If a line of the file takes something back, the order counts, and all stay.
 */
function splitPlainNames(text: string): { readonly names: ReadonlySet<string>; readonly rest: string } {
  const names = new Set<string>();
  if (text === "" || /^!/m.test(text)) return { names, rest: text };
  const rest = text.split(/\r?\n/).filter((line) => {
    if (!PLAIN_NAME.test(line)) return true;
    names.add(line.slice(1));
    return false;
  });
  return { names, rest: rest.join("\n") };
}

/** Rewrites the rules of a nested file for the root. */
function rebaseRules(text: string, dir: string): string[] {
  const prefix = `/${dir.replace(/[\\[\]!*#? ]/g, "\\$&")}`;
  return text.split(/\r?\n/).flatMap((line) => {
    const negated = line.startsWith("!");
    const rule = negated ? line.slice(1) : line;
    if (line.startsWith("#") || rule.trim() === "" || rule.trim() === "/") return [];
    const isPath = /\/(?!\s*$)/.test(rule);
    return `${negated ? "!" : ""}${prefix}${isPath ? rule.replace(/^\//, "") : `**/${rule}`}`;
  });
}
