import { basename } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { orderOf } from "../../base/code-point-order.ts";
import type { TreeEntry } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import { listDir } from "../../fs/list-dir.ts";
import { isOwnTemporaryName } from "../../fs/temporary-name.ts";
import { expectFiles } from "../../store/jobs/expect-files.ts";
import { type Region, regionPath } from "./region.ts";
import { absoluteDir, pathIn } from "./scan.ts";
import type { WalkScope } from "./walk-scope.ts";

/** How a tree is scanned. */
export interface ScanOptions {
  /** The rules in the folder that holds what is scanned. */
  readonly scope: WalkScope;
  readonly signal?: AbortSignal;
  /**
   * True for a directory of which no digest is remembered: all its files will be read, so that their stats come with their
   * digests. Until then their rows say no more than that they are regular files. Default: all files are statted.
   */
  readonly isUnknown?: (relpath: string) => boolean;
}

/** A directory whose names are known, but not their stats. */
export interface ListedDir {
  readonly relpath: string;
  /** Files and links, in the order of code points. */
  readonly names: string[];
  readonly linkNames: ReadonlySet<string>;
  readonly specialNames: readonly string[];
  /** Temporaries of a command that was killed. */
  readonly leftoverNames: readonly string[];
  readonly hasIgnored: boolean;
  /** In the order of code points of their names with a slash behind, as their files come in a manifest. */
  readonly subdirs: ListedDir[];
}

/** The event loop turns after so long, so that a signal is noticed. */
const SLICE_MS = 50;

/**
 * Lists a tree, parents before children.
 *
 * @param region the directory; the rules given are those of the folder that holds it
 * @throws NAME_NOT_UTF8, IO_FAILED, CANCELLED
 */
export async function listTree(
  region: Region,
  { scope, signal, isUnknown }: ScanOptions,
): Promise<readonly ListedDir[]> {
  const { base, relpath } = region;
  const listed: ListedDir[] = [];
  const pending: Pending[] = [{ relpath, name: basename(regionPath(region)), outer: scope, siblings: [] }];
  let yieldedMs = performance.now();
  let toRead = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entries = listEntries(base, next.relpath);
    const entered = next.outer.enter(next.name, entries);
    const inner = entered instanceof Promise ? await entered : entered;
    const { dir, dirNames } = sortEntries(next.relpath, entries, inner);
    listed.push(dir);
    next.siblings.push(dir);
    if (isUnknown?.(dir.relpath) === true) toRead += dir.names.length;
    expectFiles(toRead);
    // The last one pushed is visited first, so that siblings come in order.
    for (const name of dirNames.reverse()) {
      pending.push({ relpath: pathIn(dir, name), name, outer: inner, siblings: dir.subdirs });
    }
    if (performance.now() - yieldedMs < SLICE_MS) continue;
    await nextTurn();
    if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
    yieldedMs = performance.now();
  }
  return listed;
}

/** A directory to visit, and the list that it is to be put into. */
interface Pending {
  readonly relpath: string;
  readonly name: string;
  readonly outer: WalkScope;
  readonly siblings: ListedDir[];
}

function listEntries(base: string, relpath: string): readonly TreeEntry[] {
  const entries = listDir(absoluteDir({ base }, relpath));
  if (entries === undefined && relpath.includes("\uFFFD")) throw notUtf8(base, relpath);
  return entries ?? [];
}

/** The kept names of a directory by what they are. */
interface KeptNames {
  readonly files: string[];
  readonly links: string[];
  readonly dirs: string[];
  readonly specials: string[];
  readonly leftovers: string[];
}

function sortEntries(
  relpath: string,
  entries: readonly TreeEntry[],
  scope: WalkScope,
): { readonly dir: ListedDir; readonly dirNames: string[] } {
  const kept: KeptNames = { files: [], links: [], dirs: [], specials: [], leftovers: [] };
  let hasIgnored = false;
  for (const { name, kind } of entries) {
    if (scope.isIgnored(name, kind === "dir" ? "dir" : "file")) hasIgnored = true;
    else if (kind !== "dir" && isOwnTemporaryName(name)) kept.leftovers.push(name);
    else kept[LIST_OF_KIND[kind]].push(name);
  }
  const names = sortNames(kept.links.length === 0 ? kept.files : [...kept.files, ...kept.links]);
  const linkNames = new Set(kept.links);
  const others = { specialNames: kept.specials, leftoverNames: kept.leftovers, hasIgnored };
  const dir = { relpath, names, linkNames, ...others, subdirs: [] };
  const dirNames = sortNames(kept.dirs.map((name) => `${name}/`)).map((name) => name.slice(0, -1));
  return { dir, dirNames };
}

const LIST_OF_KIND = { file: "files", link: "links", dir: "dirs", other: "specials" } as const;

function sortNames(names: string[]): string[] {
  return names.sort(orderOf(names));
}

/** The error for a name that is no valid UTF-8: it has no place in a directory listing, which is text. */
export function notUtf8(base: string, relpath: string): LodeError {
  return new LodeError("NAME_NOT_UTF8", `Cannot track "${relpath}" in "${base}": its name is not valid UTF-8`, {
    hint: "Rename it, or ignore it in .dvcignore.",
    details: { path: relpath },
  });
}
