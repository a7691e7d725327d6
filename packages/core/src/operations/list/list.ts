import { posix } from "node:path";
import { orderOf } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import { choosePaths, type PathPatterns } from "../../formats/ignore/path-choice.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { openSource } from "../../source/open-source.ts";
import { folderInSource, rootedPathInSource } from "../../source/path-in-source.ts";
import type { Source } from "../../source/source.ts";
import type { SourceSpec } from "../../source/source-context.ts";
import { type SourceEntry, sourceChildren, sourceEntry } from "../../source/source-entry.ts";
import { sourcePathMissing } from "../../source/source-path-missing.ts";
import { chosenEntries, type Found } from "./chosen-entries.ts";
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
  const found = await findChosen(source, options, entry);
  const listed = (options.sizes ?? true) ? await withSizes(source, found) : found.map((item) => item.listed);
  return up === "" ? listed : listed.map((item) => ({ ...item, path: `${up}${item.path}` }));
}

/** The way from the current folder to the root of the source around it, such as `../../`. */
function wayUp(source: Source, cwd: string): string {
  const folder = folderInSource(source, cwd);
  return folder === "" ? "" : "../".repeat(folder.split("/").length);
}

/** Of what patterns choose, folders are listed if a chosen file is in them. */
async function findChosen(source: Source, options: ListOptions, entry: SourceEntry): Promise<readonly Found[]> {
  const isChosen = choosePaths(options);
  if (isChosen === undefined) return findEntries({ source, options, found: [] }, entry);
  const { maxDepth: _depth, ...everything } = { ...options, recursive: true, folders: true };
  const found = await findEntries({ source, options: everything, found: [] }, entry);
  return chosenEntries(found, isChosen, options);
}

async function findEntries(listing: Listing, entry: SourceEntry): Promise<readonly Found[]> {
  const { options, found } = listing;
  if (entry.kind === "file" || (options.recursive && options.maxDepth === 0)) {
    return [foundAs(posix.basename(entry.path) || ".", entry)];
  }
  if (options.folders) found.push(foundAs("", entry));
  await collect(listing, { dir: entry.path, below: "", depth: 1 });
  const order = orderOf(found.map(({ listed }) => listed.path));
  return found.sort((a, b) => order(a.listed.path, b.listed.path));
}

interface Listing {
  readonly source: Source;
  readonly options: ListOptions;
  readonly found: Found[];
}

interface Level {
  readonly dir: string;
  readonly below: string;
  readonly depth: number;
}

async function collect(listing: Listing, level: Level): Promise<void> {
  const { source, options, found } = listing;
  const children = await sourceChildren(source, level.dir, { dvcOnly: options.dvcOnly ?? false });
  if (children === undefined) throw sourcePathMissing(source, level.dir);
  const descends = goesBelow(options, level);
  for (const [name, entry] of children) {
    const path = level.below === "" ? name : `${level.below}/${name}`;
    const isLeaf = entry.kind === "file" || !descends;
    if (isLeaf || options.folders) found.push(foundAs(path, entry));
    if (!isLeaf) await collect(listing, { dir: entry.path, below: path, depth: level.depth + 1 });
  }
}

function goesBelow({ recursive, maxDepth }: ListOptions, { depth }: Level): boolean {
  return recursive === true && (maxDepth === undefined || depth < maxDepth);
}

function foundAs(path: string, entry: SourceEntry): Found {
  const { data, kind, file } = entry;
  const { isOut = false, object, sizeBytes } = data ?? {};
  return {
    listed: { isout: isOut, isdir: kind === "dir", isexec: false, size: null, md5: object?.oid ?? null, path },
    file: file === undefined ? undefined : entry.path,
    sizeBytes,
    origin: data?.origin,
  };
}

/** With what the files say where there are any, else with what the metadata say. */
async function withSizes({ tree }: Source, found: readonly Found[]): Promise<readonly ListedEntry[]> {
  await tree.prefetch?.(
    found.flatMap(({ file }) => file ?? []),
    { use: "sizes" },
  );
  const entries: ListedEntry[] = [];
  for (const item of found) {
    const { listed, file, sizeBytes } = item;
    if (file === undefined) {
      entries.push({ ...listed, size: sizeBytes ?? (await originSize(item)) });
      continue;
    }
    const stat = await tree.stat(file);
    // A broken link has no bytes.
    entries.push({ ...listed, size: stat?.sizeBytes ?? 0, isexec: !listed.isdir && (stat?.executable ?? false) });
  }
  return entries;
}

/** The size of a Git file in a directory that was imported without its data; DVC tells none of a single file. */
async function originSize({ listed, origin }: Found): Promise<number | null> {
  if (origin === undefined || origin.within === "" || listed.isdir) return null;
  return (await origin.source.tree.stat(origin.path))?.sizeBytes ?? null;
}
