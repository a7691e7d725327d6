/** How many letters of a name may be wrong: that is a slip, more of them another name. */
const MOST_WRONG = 3;

/** The name that is most like one that was mistyped; undefined if none is close. */
export function nearestName(mistyped: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, wrong: editDistance(mistyped, name) }))
    .filter(({ wrong }) => wrong <= MOST_WRONG)
    .sort((one, other) => one.wrong - other.wrong);
  return near[0]?.name;
}

/** How many letters have to be put in, taken out or changed to make one text of another (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
