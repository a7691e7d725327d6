import type { IgnoreRule } from "./ignore-rules.ts";

/** Neighbouring rules of the same kind, which are tried together. */
export interface RuleGroup {
  readonly negated: boolean;
  readonly dirOnly: boolean;
  /** For rules that are a name at any depth: tried on the name alone. */
  readonly names: RegExp | undefined;
  /** For all other rules: tried on the whole path. */
  readonly paths: RegExp | undefined;
  /** For all rules: tried on the whole path. */
  readonly all: RegExp;
}

/** Rules made ready to be tried. */
export interface RuleSet {
  /** In order: DVC decides by the last group that matches. */
  readonly groups: readonly RuleGroup[];
  /** All `names` of the groups in one, to pass over most names with a single test. */
  readonly names: RegExp | undefined;
}

/** Puts rules into groups and compiles them. */
export function compileRules(rules: readonly IgnoreRule[]): RuleSet {
  return { groups: partitionRules(rules).map(compileGroup), names: namesOf(rules) };
}

function compileGroup(rules: readonly IgnoreRule[]): RuleGroup {
  const [first] = rules;
  const paths = rules.flatMap((rule) => (rule.nameSource === undefined ? rule.pathSource : []));
  return {
    negated: first?.negated ?? false,
    dirOnly: first?.dirOnly ?? false,
    names: namesOf(rules),
    paths: paths.length === 0 ? undefined : anyOf(paths),
    all: anyOf(rules.map((rule) => rule.pathSource)),
  };
}

function namesOf(rules: readonly IgnoreRule[]): RegExp | undefined {
  const names = rules.flatMap((rule) => rule.nameSource ?? []);
  return names.length === 0 ? undefined : new RegExp(`^(?:${names.join("|")})$`, "u");
}

function anyOf(sources: readonly string[]): RegExp {
  return new RegExp(sources.join("|"), "u");
}

/**
 * Finds the rule that decides about a path by itself, parents not considered. Where a group matches, DVC names the first
 * rule in it that does; rules that take something back are each a group of their own.
 */
export function findRule(rules: readonly IgnoreRule[], path: string, isDir: boolean): IgnoreRule | undefined {
  const candidates = isDir ? [path, `${path}/`] : [path];
  for (const group of partitionRules(rules).reverse()) {
    if (group[0]?.dirOnly && !isDir) continue;
    for (const candidate of candidates) {
      const found = group.find((rule) => new RegExp(rule.pathSource, "u").test(candidate));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function partitionRules(rules: readonly IgnoreRule[]): IgnoreRule[][] {
  const groups: IgnoreRule[][] = [];
  for (const rule of rules) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    const joins = !rule.negated && previous?.negated === false && previous.dirOnly === rule.dirOnly;
    if (group !== undefined && joins) group.push(rule);
    else groups.push([rule]);
  }
  return groups;
}
