/** How many rows are written at once; SQLite takes 32766 parameters. */
const BATCH = 1000;

interface AtPath {
  readonly path: string;
}

/**
 * What has to be done so that the rows of a table are others: remove those at some paths, then add some.
 *
 * @param valuesOf a row's values that count; two rows with the same ones are the same
 */
export function changesOf<Row extends AtPath>(
  known: readonly Row[],
  wanted: readonly Row[],
  valuesOf: (row: Row) => readonly unknown[],
): { readonly gone: readonly string[]; readonly added: readonly Row[] } {
  const textOf = (row: Row): string => JSON.stringify(valuesOf(row));
  const before = new Map(known.map((row) => [row.path, textOf(row)]));
  const after = new Map(wanted.map((row) => [row.path, textOf(row)]));
  return {
    gone: known.filter(({ path }) => after.get(path) !== before.get(path)).map(({ path }) => path),
    added: wanted.filter(({ path }) => after.get(path) !== before.get(path)),
  };
}

/** Cuts a list into pieces that one query can take. */
export function* batchesOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH);
}
