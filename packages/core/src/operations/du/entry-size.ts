import { statIfThere, statNames } from "../../fs/stat-names.ts";
import { storeOf } from "../../project/project.ts";
import type { SourceObject } from "../../source/object-places.ts";
import type { Source } from "../../source/source.ts";
import { isDvcOwnFile, type SourceEntry, sourceChildren } from "../../source/source-entry.ts";
import { objectPath } from "../../store/object-store.ts";

/** Bytes; null if not known. */
export type KnownSize = number | null;

/**
 * The size of an entry of a source, with all that is below it. A tracked directory that is not in the tree is as large as
 * its metadata say, without a look into it.
 *
 * @throws MANIFEST_MISSING
 */
export async function entrySize(source: Source, entry: SourceEntry): Promise<KnownSize> {
  const { path, kind, file, data } = entry;
  if (file === undefined && data?.sizeBytes !== undefined) return data.sizeBytes;
  if (kind === "dir") return sumOfSizes([...(await childSizes(source, path)).values()]);
  // A broken link has no bytes.
  if (file !== undefined) return (await source.tree.stat(path))?.sizeBytes ?? 0;
  return data?.object === undefined ? null : cachedSize(data.object);
}

/** The sizes of what is right below a folder, by name; DVC's own files are left out. @throws MANIFEST_MISSING */
export async function childSizes(source: Source, dir: string): Promise<ReadonlyMap<string, KnownSize>> {
  const children = Array.from((await sourceChildren(source, dir)) ?? []).filter(
    ([name, { kind }]) => !(kind === "file" && isDvcOwnFile(name)),
  );
  const sizes = new Map<string, KnownSize>(diskSizes(source, dir, children));
  for (const [name, entry] of children) if (!sizes.has(name)) sizes.set(name, await entrySize(source, entry));
  return sizes;
}

/** Those of files that are on this machine, in one go: one by one, a million would take four times as long. */
function diskSizes(
  { diskRoot }: Source,
  dir: string,
  children: readonly (readonly [string, SourceEntry])[],
): readonly (readonly [string, number])[] {
  if (diskRoot === undefined) return [];
  const names = children.flatMap(([name, { file }]) => (file === "file" ? [name] : []));
  const { sizes } = statNames(dir === "" ? diskRoot : `${diskRoot}/${dir}`, names);
  return names.map((name, i) => [name, sizes[i] ?? 0]);
}

function cachedSize({ oid, hashName, owner }: SourceObject): KnownSize {
  const stat = statIfThere(objectPath(storeOf(owner.project.cache, hashName), oid));
  return stat === undefined ? null : Number(stat.size);
}

/** Adds sizes up; the sum of what is not all known is not known. */
export function sumOfSizes(sizes: readonly KnownSize[]): KnownSize {
  return sizes.reduce<KnownSize>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
}
