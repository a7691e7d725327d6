/** A status as DVC nests it: texts, lists, and mappings of what to what. */
export type StatusTree = string | readonly StatusTree[] | { readonly [name: string]: StatusTree };

/** The width of a state with its colon. */
const STATE_WIDTH = 20;

/** Writes a status in DVC's layout: a tab for each level, the state before the path. */
export function statusLines(status: StatusTree, level = 0): string[] {
  const indent = "\t".repeat(level);
  if (typeof status === "string") return [`${indent}${status}`];
  if (isList(status)) return status.flatMap((item) => statusLines(item, level));
  return Object.entries(status).flatMap(([name, value]) =>
    typeof value === "string"
      ? [`${indent}${`${value}:`.padEnd(STATE_WIDTH)}${name}`]
      : [`${indent}${name}:`, ...statusLines(value, level + 1)],
  );
}

function isList(status: StatusTree): status is readonly StatusTree[] {
  return Array.isArray(status);
}
