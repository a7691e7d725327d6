import { nextSource } from "./next-source.ts";
import type { SourceObject } from "./object-places.ts";
import { findSourceItem, type SourceContent } from "./source-item.ts";

/**
 * Looks for objects of one output in the repository that it was imported from.
 *
 * @returns for each object in the order asked for, undefined if the repository does not have it; undefined if the output
 *   is no import
 * @throws IMPORT_CYCLE, and what opening of a source throws
 */
export async function chainedContents(
  objects: readonly SourceObject[],
): Promise<readonly (SourceContent | undefined)[] | undefined> {
  const [first] = objects;
  const next = first === undefined ? undefined : await nextSource(first.owner, first.owned);
  if (next === undefined) return undefined;
  const item = await findSourceItem(next.source, next.path);
  const byPath = new Map(item?.files.map(({ relpath, content }) => [relpath, content]));
  return objects.map(({ within }) => byPath.get(within));
}
