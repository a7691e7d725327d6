import type { Manifest } from "../../formats/manifest/manifest.ts";
import { type Oddity, pathIn, type Scan, type ScannedDir } from "../scan/scan.ts";

/** The shape of what is there, against the shape that the record wants. Paths are relative to the region's base. */
export interface RegionLayout {
  readonly dirs: ReadonlyMap<string, ScannedDir>;
  readonly oddities: ReadonlyMap<string, Oddity["kind"]>;
  /** Folders that hold a wanted file, at any depth. */
  readonly neededDirs: ReadonlySet<string>;
  /** Directories that stand where a file is wanted. */
  readonly dirsInTheWay: ReadonlySet<string>;
  /** Directories that cannot be removed, because something that is not tracked is in them. */
  readonly keptDirs: ReadonlySet<string>;
}

/** What is at the path of a region itself. */
export interface RootOddity {
  readonly relpath: string;
  readonly kind: Oddity["kind"];
}

/** Lays out a region: the directories of a scan that was read, or what was found instead at its path. */
export function layOut(scan: Scan | undefined, root: RootOddity | undefined, wanted: Manifest): RegionLayout {
  const dirs = scan?.kind === "dir" ? scan.dirs : [];
  const neededDirs = foldersOf(wanted.map(({ relpath }) => folderOf(relpath)));
  const extraDirs = dirs.filter((dir) => !neededDirs.has(dir.relpath));
  const wantedPaths = extraDirs.length === 0 ? new Set() : new Set<string>(wanted.map(({ relpath }) => relpath));
  const dirsInTheWay = new Set(extraDirs.map((dir) => dir.relpath).filter((relpath) => wantedPaths.has(relpath)));
  return layoutOf(dirs, root, { neededDirs, dirsInTheWay });
}

/** Lays out a directory whose files are all wanted. */
export function layOutSame({ dirs }: Scan): RegionLayout {
  const filled = dirs.filter(({ stats }) => stats.names.length > 0).map(({ relpath }) => relpath);
  return layoutOf(dirs, undefined, { neededDirs: foldersOf(filled), dirsInTheWay: new Set() });
}

function layoutOf(
  dirs: readonly ScannedDir[],
  root: RootOddity | undefined,
  needs: Pick<RegionLayout, "neededDirs" | "dirsInTheWay">,
): RegionLayout {
  const oddities = new Map<string, Oddity["kind"]>();
  if (root !== undefined) oddities.set(root.relpath, root.kind);
  for (const dir of dirs) {
    for (const { name, kind } of dir.oddities) oddities.set(pathIn(dir, name), kind);
  }
  return { dirs: new Map(dirs.map((dir) => [dir.relpath, dir])), oddities, keptDirs: keptDirs(dirs), ...needs };
}

function folderOf(relpath: string): string {
  return relpath.slice(0, Math.max(0, relpath.lastIndexOf("/")));
}

/** Folders with all that they lie in, the base among them. */
function foldersOf(folders: readonly string[]): Set<string> {
  const found = new Set<string>([""]);
  for (let folder of folders) {
    while (!found.has(folder)) {
      found.add(folder);
      folder = folderOf(folder);
    }
  }
  return found;
}

function keptDirs(dirs: readonly ScannedDir[]): Set<string> {
  const kept = new Set<string>();
  // Children come after their parents.
  for (const dir of dirs.toReversed()) {
    const holdsOther = dir.hasIgnored || dir.oddities.some(({ kind }) => kind === "linked-dir");
    if (holdsOther || dir.subdirs.some(({ relpath }) => kept.has(relpath))) kept.add(dir.relpath);
  }
  return kept;
}

/** Says whether a path lies in a directory that has to make room for a file. */
export function isInTheWay({ dirsInTheWay }: RegionLayout, relpath: string): boolean {
  if (dirsInTheWay.size === 0) return false;
  for (let slash = relpath.lastIndexOf("/"); slash > 0; slash = relpath.lastIndexOf("/", slash - 1)) {
    if (dirsInTheWay.has(relpath.slice(0, slash))) return true;
  }
  return false;
}
