import { nextSource } from "./next-source.ts";
import type { SourceObject } from "./object-places.ts";
import type { Source } from "./source.ts";
import { findSourceItem, type SourceContent } from "./source-item.ts";

/** Where the content of objects of an import is in the source that it comes from. */
export interface ChainedContents {
  readonly source: Source;
  /** For each object in the order asked for; undefined if the source does not have it. */
  readonly contents: readonly (SourceContent | undefined)[];
}

/**
 * Looks for objects of one output in the repository that it was imported from.
 *
 * @returns undefined if the output is no import
 * @throws IMPORT_CYCLE, and what opening of a source throws
 */
export async function chainedContents(objects: readonly SourceObject[]): Promise<ChainedContents | undefined> {
  const [first] = objects;
  const next = first === undefined ? undefined : await nextSource(first.owner, first.owned);
  if (next === undefined) return undefined;
  const item = await findSourceItem(next.source, next.path);
  const byPath = new Map(item?.files.map(({ relpath, content }) => [relpath, content]));
  return { source: next.source, contents: objects.map(({ within }) => byPath.get(within)) };
}
