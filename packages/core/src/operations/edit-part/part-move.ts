import { posix } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { isRelPath, type RelPath } from "../../base/rel-path.ts";
import type { Manifest, ManifestEntry } from "../../formats/manifest/manifest.ts";
import { findManifestEntry, manifestHas } from "../../formats/manifest/manifest-subtree.ts";
import type { TrackedDirectory } from "./tracked-directory.ts";

/** A move in a listing; all paths are relative to the tracked directory. */
export interface PartMove {
  readonly from: RelPath;
  readonly to: RelPath;
  /** The entries that move, at their new paths. */
  readonly moved: Manifest;
  /** The entries that stay where they are. */
  readonly rest: Manifest;
}

/** What is asked for. */
export interface PartMoveRequest {
  readonly before: Manifest;
  readonly from: RelPath;
  /** As given; `""` is the directory itself. */
  readonly to: string;
  /** Whether the folder `to` is here, empty perhaps, so that it is not in the listing. */
  readonly isFolderHere: boolean;
}

/**
 * Works out a move in a listing, whatever is at the destination. One that is a folder stands for the same name in it.
 *
 * @throws PATH_NOT_FOUND, PATH_OCCUPIED if it is in what moves
 */
export function planPartMove({ path }: TrackedDirectory, request: PartMoveRequest): PartMove {
  const { before, from } = request;
  const to = destinationOf(request);
  const shown = (relpath: string) => `'${path}/${relpath}'`;
  const fail = (code: "PATH_NOT_FOUND" | "PATH_OCCUPIED", state: string) =>
    new LodeError(code, `Cannot move ${shown(from)} to ${shown(to)}: ${state}`, {
      hint: `Choose another path; see what is there with \`lode list . ${path}\`.`,
      details: { path, from, to },
    });
  const isMoved = isBelow(from);
  const moved = movedEntries(before, from, to);
  if (moved.length === 0) throw fail("PATH_NOT_FOUND", `'${path}' does not have it`);
  if (to.startsWith(`${from}/`)) throw fail("PATH_OCCUPIED", "that is in itself");
  return { from, to, moved, rest: before.filter((entry) => !isMoved(entry)) };
}

/** Tells the entries of a listing at or below a path. */
export function isBelow(path: RelPath): (entry: ManifestEntry) => boolean {
  return ({ relpath }) => relpath === path || relpath.startsWith(`${path}/`);
}

/** The entries at or below a path of a listing, with the paths that they get when that is moved. */
export function movedEntries(manifest: Manifest, from: RelPath, to: string): Manifest {
  // A RelPath with another beginning that is one stays below the directory.
  return manifest
    .filter(isBelow(from))
    .map(({ relpath, oid }) => ({ relpath: `${to}${relpath.slice(from.length)}` as RelPath, oid }));
}

/**
 * Where in a directory something goes: a destination that is a folder stands for the same name in it.
 *
 * @param request.before the listing of the directory
 */
export function destinationOf({ before, from, to, isFolderHere }: PartMoveRequest): RelPath {
  const isFolder = isRelPath(to) ? isFolderHere || isFolderIn(before, to) : to === "";
  const destination = isFolder ? posix.join(to, posix.basename(from)) : to;
  if (isRelPath(destination)) return destination;
  throw new TypeError("a path in a tracked directory leaves it");
}

function isFolderIn(manifest: Manifest, relpath: RelPath): boolean {
  return manifestHas(manifest, relpath) && findManifestEntry(manifest, relpath) === undefined;
}
