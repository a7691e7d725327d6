/** How many paths are named before the rest is counted. */
const NAMED = 3;

/** Names the first of some paths, and how many more there are: `a, b, c and 4 more`. */
export function pathsText(paths: readonly string[]): string {
  const named = paths.slice(0, NAMED).join(", ");
  return paths.length > NAMED ? `${named} and ${paths.length - NAMED} more` : named;
}
