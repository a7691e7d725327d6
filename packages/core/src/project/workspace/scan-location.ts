import { basename } from "node:path/posix";
import type { DigestMemory } from "../../worktree/digest/digest-memory.ts";
import { dirRegion } from "../../worktree/scan/region.ts";
import type { NoScan, Scan } from "../../worktree/scan/scan.ts";
import { scanRegion } from "../../worktree/scan/scan-region.ts";
import { fullPath, type LocalLocation, scopeOf, type Workspace } from "./workspace.ts";

/** How a location is looked at. */
export interface ScanLocationOptions {
  /** A dependency may be ignored itself; only what is in it is left out. Default: false. */
  readonly isDependency?: boolean;
  /** Only this path in the tracked directory. Default: all of it. */
  readonly within?: string;
  /** What is remembered of a location all of whose unknown files are going to be hashed; see ScanOptions. */
  readonly toHash?: DigestMemory;
}

/**
 * Looks at what lies at a location. An ignored output is as good as missing.
 *
 * @throws NAME_NOT_UTF8, IO_FAILED, CANCELLED
 */
export async function scanLocation(
  workspace: Workspace,
  location: LocalLocation,
  options: ScanLocationOptions = {},
): Promise<Scan | NoScan> {
  const { signal } = workspace.run;
  const path = options.within === undefined ? location.path : `${location.path}/${options.within}`;
  const scope = await scopeOf(workspace, { ...location, path } as LocalLocation);
  const known = options.toHash?.statCache.knownDirs(options.toHash.key);
  const found = await scanRegion(dirRegion(fullPath(workspace, location), options.within), {
    scope,
    ...(signal === undefined ? {} : { signal }),
    ...(known === undefined ? {} : { isUnknown: (relpath) => !known.has(relpath) }),
  });
  const isIgnored = !options.isDependency && scope.isIgnored(basename(path), found.kind === "dir" ? "dir" : "file");
  return isIgnored ? { kind: "missing", isLink: false } : found;
}
