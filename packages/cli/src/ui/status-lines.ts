/** A status as DVC nests it: texts, lists, and mappings of what to what. */
export type StatusTree = string | readonly StatusTree[] | StatusMapping;

interface StatusMapping {
  readonly [name: string]: StatusTree;
}

/** The width of a state with its colon. */
const STATE_WIDTH = 20;

/** Writes a status in DVC's layout: a tab for each level, the state before the path. */
export function* statusLines(status: StatusTree, level = 0): Iterable<string> {
  const indent = "\t".repeat(level);
  if (typeof status === "string") yield `${indent}${status}`;
  else if (isList(status)) for (const item of status) yield* statusLines(item, level);
  else yield* mappingLines(status, level);
}

function* mappingLines(status: StatusMapping, level: number): Iterable<string> {
  const indent = "\t".repeat(level);
  for (const name of Object.keys(status)) {
    const value = status[name] ?? [];
    if (typeof value === "string") yield `${indent}${`${value}:`.padEnd(STATE_WIDTH)}${name}`;
    else {
      yield `${indent}${name}:`;
      yield* statusLines(value, level + 1);
    }
  }
}

function isList(status: StatusTree): status is readonly StatusTree[] {
  return Array.isArray(status);
}
