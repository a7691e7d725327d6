import { compareCodePoints } from "../../base/code-point-order.ts";
import type { Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { filesAsFolders } from "./check-manifest.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/** Three versions of a directory. */
export interface MergeSides {
  /** What both sides come from; empty if they have nothing in common. */
  readonly ancestor: Manifest;
  readonly our: Manifest;
  readonly their: Manifest;
}

/** The side that wins where both changed a path in different ways. */
export type FavoredSide = "our" | "their";

/** How a merge went. */
export interface ManifestMerge {
  /** Each path as the side has it that changed it; where both did, as the favored one has it. */
  readonly merged: Manifest;
  /**
   * The paths that the sides changed in different ways, in the order of code points: to different contents, or removed
   * here and changed there; without a favored side, ours is in `merged`.
   */
  readonly conflicts: readonly RelPath[];
  /** The paths that are a file on one side and a folder on the other: `merged` is then no directory that can exist. */
  readonly collisions: readonly RelPath[];
}

/**
 * Merges two versions of a directory path by path in three ways, with the result that Git has for the same files if none
 * of them can be merged line by line and renames are not looked for. One pass over all three.
 */
export function mergeManifests(sides: MergeSides, favor: FavoredSide = "our"): ManifestMerge {
  const merged: ManifestEntry[] = [];
  const conflicts: RelPath[] = [];
  for (const { relpath, ...oids } of alignedPaths(sides)) {
    const side = changedSide(oids);
    if (side === "both") conflicts.push(relpath);
    const oid = oids[side === "both" ? favor : side];
    if (oid !== undefined) merged.push({ relpath, oid });
  }
  const collisions = new Set([...filesAsFolders(merged)].map(({ file }) => file));
  return { merged, conflicts, collisions: [...collisions] };
}

/** Which side a path is taken from; `both` if they contradict one another. */
function changedSide({ ancestor, our, their }: Omit<AlignedPath, "relpath">): FavoredSide | "both" {
  if (our === ancestor) return "their";
  return their === ancestor || their === our ? "our" : "both";
}

/** What the three versions have at one path; undefined is nothing. */
interface AlignedPath {
  readonly relpath: RelPath;
  readonly ancestor: Oid | undefined;
  readonly our: Oid | undefined;
  readonly their: Oid | undefined;
}

function* alignedPaths({ ancestor, our, their }: MergeSides): Generator<AlignedPath> {
  const readers = [new Reader(ancestor), new Reader(our), new Reader(their)] as const;
  for (;;) {
    const relpath = smallest(readers.map((reader) => reader.path));
    if (relpath === undefined) return;
    const [before, here, there] = readers;
    yield { relpath, ancestor: before.take(relpath), our: here.take(relpath), their: there.take(relpath) };
  }
}

/** Reads one manifest in order. */
class Reader {
  readonly #manifest: Manifest;
  #position = 0;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  /** The path of the next entry; undefined at the end. */
  get path(): RelPath | undefined {
    return this.#manifest[this.#position]?.relpath;
  }

  /** Takes the next entry if it has this path. */
  take(relpath: RelPath): Oid | undefined {
    if (this.path !== relpath) return undefined;
    return this.#manifest[this.#position++]?.oid;
  }
}

function smallest(paths: readonly (RelPath | undefined)[]): RelPath | undefined {
  let found: RelPath | undefined;
  for (const path of paths) {
    if (path !== undefined && (found === undefined || compareCodePoints(path, found) < 0)) found = path;
  }
  return found;
}
