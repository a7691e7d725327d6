import { posix } from "node:path";
import { orderOf } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import { choosePaths, type PathPatterns } from "../../formats/ignore/path-choice.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { openSource } from "../../source/open-source.ts";
import type { DataOrigin } from "../../source/partial-entry.ts";
import { folderInSource, rootedPathInSource } from "../../source/path-in-source.ts";
import type { Source } from "../../source/source.ts";
import type { SourceSpec } from "../../source/source-context.ts";
import { type SourceEntry, sourceChildren, sourceEntry } from "../../source/source-entry.ts";
import { sourcePathMissing } from "../../source/source-path-missing.ts";
import { chosenEntries } from "./chosen-entries.ts";
import type { ListedEntry } from "./listed-entry.ts";

/** What is listed, and how. */
export interface ListOptions extends SourceSpec, PathPatterns {
  /** In the source, see pathInSource; one that starts with `/` is from its root. Default: its root. */
  readonly path?: string;
  /** Files of all levels instead of the entries of one. Default: false. */
  readonly recursive?: boolean;
  /** Whether a recursive list names folders too, the listed one as `""`. Default: false. */
  readonly folders?: boolean;
  /** How many levels a recursive list goes down. Default: all. */
  readonly maxDepth?: number;
  /** Only what is tracked by DVC, and the folders that hold it. Default: false. */
  readonly dvcOnly?: boolean;
  /**
   * Whether sizes and execute bits of files are looked up, which costs a look at each, and in a remote repository brings
   * files here. Default: true.
   */
  readonly sizes?: boolean;
}

/**
 * Lists what another repository, or a folder of this machine, holds: files in Git and tracked data alike, sorted by
 * path. No data is downloaded, manifests apart.
 *
 * @throws SOURCE_PATH_MISSING, MANIFEST_MISSING, IGNORE_INVALID, and what openSource throws
 */
export async function list(
  project: ProjectContext,
  options: ListOptions,
  context: RunContext,
): Promise<readonly ListedEntry[]> {
  await using source = await openSource(options, { ...context, context: project, cache: undefined });
  const path = rootedPathInSource(source, project.cwd, options.path ?? "");
  const entry = path === undefined ? undefined : await sourceEntry(source, path);
  if (path === undefined || entry === undefined) throw sourcePathMissing(source, options.path ?? "");
  const up = options.path || options.folders ? "" : wayUp(source, project.cwd);
  const listed =
    (options.sizes ?? true)
      ? await withSizes(source, await findChosen({ source, options, make: foundAs }, entry))
      : await findChosen({ source, options, make: listedAs }, entry);
  return up === "" ? listed : listed.map((item) => ({ ...item, path: `${up}${item.path}` }));
}

/** The way from the current folder to the root of the source around it, such as `../../`. */
function wayUp(source: Source, cwd: string): string {
  const folder = folderInSource(source, cwd);
  return folder === "" ? "" : "../".repeat(folder.split("/").length);
}

/** Of what patterns choose, folders are listed if a chosen file is in them. */
async function findChosen<Item extends ListedEntry>(listing: Listing<Item>, entry: SourceEntry): Promise<Item[]> {
  const { options } = listing;
  const isChosen = choosePaths(options);
  if (isChosen === undefined) return findEntries(listing, entry);
  const { maxDepth: _depth, ...everything } = { ...options, recursive: true, folders: true };
  return chosenEntries(await findEntries({ ...listing, options: everything }, entry), isChosen, options);
}

async function findEntries<Item extends ListedEntry>(listing: Listing<Item>, entry: SourceEntry): Promise<Item[]> {
  const { options, make } = listing;
  if (entry.kind === "file" || (options.recursive && options.maxDepth === 0)) {
    return [make(posix.basename(entry.path) || ".", entry)];
  }
  const found = options.folders ? [make("", entry)] : [];
  await collect({ ...listing, found }, { dir: entry.path, below: "", depth: 1 });
  const order = orderOf(found.map(({ path }) => path));
  return found.sort((a, b) => order(a.path, b.path));
}

/** What is looked through, and what is made of each path: no more than is needed, since there can be millions. */
interface Listing<Item> {
  readonly source: Source;
  readonly options: ListOptions;
  readonly make: (path: string, entry: SourceEntry) => Item;
}

interface Level {
  readonly dir: string;
  readonly below: string;
  readonly depth: number;
}

async function collect<Item>(listing: Listing<Item> & { readonly found: Item[] }, level: Level): Promise<void> {
  const { source, options, found, make } = listing;
  const children = await sourceChildren(source, level.dir, { dvcOnly: options.dvcOnly ?? false });
  if (children === undefined) throw sourcePathMissing(source, level.dir);
  const descends = goesBelow(options, level);
  for (const [name, entry] of children) {
    const path = level.below === "" ? name : `${level.below}/${name}`;
    const isLeaf = entry.kind === "file" || !descends;
    if (isLeaf || options.folders) found.push(make(path, entry));
    if (!isLeaf) await collect(listing, { dir: entry.path, below: path, depth: level.depth + 1 });
  }
}

function goesBelow({ recursive, maxDepth }: ListOptions, { depth }: Level): boolean {
  return recursive === true && (maxDepth === undefined || depth < maxDepth);
}

/** What is known without a look at the file; the path is from what is listed, `""` being that itself. */
function listedAs(path: string, { data, kind }: SourceEntry): ListedEntry {
  return {
    isout: data?.isOut ?? false,
    isdir: kind === "dir",
    isexec: false,
    size: null,
    md5: data?.object?.oid ?? null,
    path,
  };
}

/** A path whose size is to be looked up. */
interface Found extends ListedEntry {
  /** Where the file of the source is, if it has one there. */
  readonly file: string | undefined;
  /** Where the data of an output is that was imported without it. */
  readonly origin: DataOrigin | undefined;
}

function foundAs(path: string, entry: SourceEntry): Found {
  const { data, file } = entry;
  const size = data?.sizeBytes ?? null;
  return { ...listedAs(path, entry), size, file: file === undefined ? undefined : entry.path, origin: data?.origin };
}

/** With what the files say where there are any, else with what the metadata say. */
async function withSizes({ tree }: Source, found: readonly Found[]): Promise<readonly ListedEntry[]> {
  await tree.prefetch?.(
    found.flatMap(({ file }) => file ?? []),
    { use: "sizes" },
  );
  const entries: ListedEntry[] = [];
  for (const { file, origin, ...listed } of found) {
    if (file === undefined) {
      entries.push({ ...listed, size: listed.size ?? (await originSize(listed, origin)) });
      continue;
    }
    const stat = await tree.stat(file);
    // A broken link has no bytes.
    entries.push({ ...listed, size: stat?.sizeBytes ?? 0, isexec: !listed.isdir && (stat?.executable ?? false) });
  }
  return entries;
}

/** The size of a Git file in a directory that was imported without its data; DVC tells none of a single file. */
async function originSize({ isdir }: ListedEntry, origin: DataOrigin | undefined): Promise<number | null> {
  if (origin === undefined || origin.within === "" || isdir) return null;
  return (await origin.source.tree.stat(origin.path))?.sizeBytes ?? null;
}
