import {
  builtInRules,
  DVCIGNORE,
  type IgnoreRule,
  parseIgnoreRules,
  patternRules,
  subprojectRules,
} from "./ignore-rules.ts";
import { compileRules, findRule, type RuleGroup, type RuleSet } from "./rule-groups.ts";

/** What a directory adds to the rules. */
export interface IgnoreSources {
  /** The text of the directory's `.dvcignore`, if it has one. */
  readonly ignoreText?: string | undefined;
  /**
   * Names of the subdirectories that have a `.dvc` in them: projects of their own, which are ignored. Default: none; a
   * walk may as well leave them out itself, which only explain() would not see.
   */
  readonly subprojects?: readonly string[];
}

/** Which rule decides about a path. */
export interface IgnoreExplanation {
  readonly ignored: boolean;
  /** The last rule that matched, or the one that ignores a directory above; it may be one that takes back. */
  readonly rule: IgnoreRule | undefined;
}

/**
 * Says what DVC ignores in one directory. The matcher of a directory is made by its parent's, so a walk from the root
 * carries one from level to level. Nothing is remembered of the paths that are asked.
 */
export interface IgnoreMatcher {
  /** Says whether the entry of this directory is ignored: by itself or because a directory above is. */
  isIgnored(name: string, isDir: boolean): boolean;

  /**
   * Makes the matcher of a subdirectory. Its `.dvcignore` is left alone if it is ignored itself.
   *
   * @throws IGNORE_INVALID
   */
  enter(name: string, sources?: IgnoreSources): IgnoreMatcher;

  /** Finds the rule that decides about the entry of this directory, as `check-ignore` reports it. */
  explain(name: string, isDir: boolean): IgnoreExplanation;
}

/**
 * Makes the matcher of a project's root, with the built-in rules.
 *
 * @throws IGNORE_INVALID
 */
export function createIgnoreMatcher(sources: IgnoreSources = {}): IgnoreMatcher {
  return rootMatcher().withRules(builtInRules()).withSources(sources);
}

/**
 * Makes the matcher of a directory's root with the patterns of a user alone.
 *
 * @throws IGNORE_INVALID also for what a file may hold and means nothing, such as a comment
 */
export function createPatternMatcher(patterns: readonly string[]): IgnoreMatcher {
  return rootMatcher().withRules(patternRules(patterns));
}

function rootMatcher(): DirMatcher {
  return new DirMatcher({ dir: "", rules: [], layers: [], allIgnored: false });
}

/** The rules that one directory brought along, and which of them match everything in the directory that is asked. */
interface Layer {
  readonly rules: RuleSet;
  /** For each group, whether this directory or one above it has a name that the group matches. */
  readonly hits: readonly boolean[];
  readonly anyHit: boolean;
}

interface DirState {
  /** The path of the directory with a slash behind it; empty for the root. */
  readonly dir: string;
  /** All rules, in order. */
  readonly rules: readonly IgnoreRule[];
  /** The root's first. */
  readonly layers: readonly Layer[];
  readonly allIgnored: boolean;
}

class DirMatcher implements IgnoreMatcher {
  readonly #state: DirState;
  /** The patterns' `**` stops at line ends, so below a directory with one in its name, names alone do not count. */
  readonly #namesCount: boolean;

  constructor(state: DirState) {
    this.#state = state;
    this.#namesCount = !state.dir.includes("\n");
  }

  isIgnored(name: string, isDir: boolean): boolean {
    const { allIgnored, layers } = this.#state;
    if (allIgnored) return true;
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l];
      if (layer === undefined) break;
      const decision = this.#decide(layer, name, isDir);
      if (decision !== undefined) return decision;
    }
    return false;
  }

  enter(name: string, sources: IgnoreSources = {}): DirMatcher {
    const { dir, rules, layers } = this.#state;
    const child = { dir: `${dir}${name}/`, rules };
    if (this.isIgnored(name, true)) return new DirMatcher({ ...child, layers, allIgnored: true });
    const inside = layers.map((layer) => this.#enterLayer(layer, name));
    return new DirMatcher({ ...child, layers: inside, allIgnored: false }).withSources(sources);
  }

  explain(name: string, isDir: boolean): IgnoreExplanation {
    const { dir, rules } = this.#state;
    const parts = `${dir}${name}`.split("/");
    for (let length = 1; length < parts.length; length++) {
      const rule = findRule(rules, parts.slice(0, length).join("/"), true);
      if (rule?.negated === false) return { ignored: true, rule };
    }
    const rule = findRule(rules, parts.join("/"), isDir);
    return { ignored: rule?.negated === false, rule };
  }

  /** Adds the rules that this directory brings along. */
  withSources({ ignoreText, subprojects = [] }: IgnoreSources): DirMatcher {
    const dir = this.#state.dir.slice(0, -1);
    const isRead = ignoreText !== undefined && !this.isIgnored(DVCIGNORE, false);
    const own = isRead ? parseIgnoreRules(ignoreText, dir) : [];
    return this.withRules([...own, ...subprojects.flatMap((name) => subprojectRules(name, dir))]);
  }

  /** Adds rules behind all others. They may ignore this directory itself, or one above it. */
  withRules(added: readonly IgnoreRule[]): DirMatcher {
    if (added.length === 0) return this;
    const { dir, rules, layers, allIgnored } = this.#state;
    const compiled = compileRules(added);
    const layer = { rules: compiled, hits: compiled.groups.map(() => false), anyHit: false };
    return new DirMatcher({
      dir,
      rules: [...rules, ...added],
      layers: [...layers, layer],
      allIgnored: allIgnored || parentsOf(dir).some((parent) => ignoresParent(compiled, parent)),
    });
  }

  #enterLayer(layer: Layer, name: string): Layer {
    const { rules, hits } = layer;
    if (!this.#namesCount || rules.names?.test(name) !== true) return layer;
    const moved = rules.groups.map((group, g) => hits[g] === true || group.names?.test(name) === true);
    return { rules, hits: moved, anyHit: true };
  }

  /** Returns what the last group that matches says; undefined if none does. */
  #decide({ rules, hits, anyHit }: Layer, name: string, isDir: boolean): boolean | undefined {
    const { groups } = rules;
    const named = this.#namesCount && (rules.names?.test(name) === true || name.endsWith("\n"));
    for (let g = groups.length - 1; g >= 0; g--) {
      const group = groups[g];
      if (group === undefined || (group.dirOnly && !isDir)) continue;
      if (
        (anyHit && hits[g] === true) ||
        (named && matchesName(group, name)) ||
        this.#matchesPath(group, name, isDir)
      ) {
        return !group.negated;
      }
    }
    return undefined;
  }

  #matchesPath({ paths }: RuleGroup, name: string, isDir: boolean): boolean {
    if (paths === undefined) return false;
    const path = this.#state.dir + name;
    return paths.test(path) || (isDir && paths.test(`${path}/`));
  }
}

/** Python's `$` also stands before a line end that ends the text; for directories a slash must follow instead. */
function matchesName({ names, dirOnly }: RuleGroup, name: string): boolean {
  if (names === undefined) return false;
  return names.test(name) || (!dirOnly && name.endsWith("\n") && names.test(name.slice(0, -1)));
}

function parentsOf(dir: string): string[] {
  const parts = dir.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

function ignoresParent({ groups }: RuleSet, path: string): boolean {
  const group = groups.findLast(({ all }) => all.test(path) || all.test(`${path}/`));
  return group?.negated === false;
}
