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
  const list = scan?.kind === "dir" ? scan.dirs : [];
  const dirs = new Map(list.map((dir) => [dir.relpath, dir]));
  const oddities = new Map<string, Oddity["kind"]>();
  if (root !== undefined) oddities.set(root.relpath, root.kind);
  for (const dir of list) {
    for (const { name, kind } of dir.oddities) oddities.set(pathIn(dir, name), kind);
  }
  const neededDirs = parentsOf(wanted);
  const extraDirs = list.filter((dir) => !neededDirs.has(dir.relpath));
  const wantedPaths = extraDirs.length === 0 ? new Set() : new Set<string>(wanted.map(({ relpath }) => relpath));
  const dirsInTheWay = new Set(extraDirs.map((dir) => dir.relpath).filter((relpath) => wantedPaths.has(relpath)));
  return { dirs, oddities, neededDirs, dirsInTheWay, keptDirs: keptDirs(list) };
}

function parentsOf(wanted: Manifest): Set<string> {
  const parents = new Set<string>();
  for (const { relpath } of wanted) {
    for (let slash = relpath.lastIndexOf("/"); slash > 0; slash = relpath.lastIndexOf("/", slash - 1)) {
      const parent = relpath.slice(0, slash);
      if (parents.has(parent)) break;
      parents.add(parent);
    }
  }
  parents.add("");
  return parents;
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
