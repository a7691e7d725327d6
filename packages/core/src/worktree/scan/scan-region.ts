import { basename, dirname } from "node:path";
import { lstatPath } from "../../fs/lstat-path.ts";
import { statNames } from "../../fs/stat-names.ts";
import type { ScanOptions } from "./list-tree.ts";
import { isDirectory, isRegularFile, isSymbolicLink } from "./mode-kind.ts";
import { fileRegion, type Region, regionPath } from "./region.ts";
import type { NoScan, Scan } from "./scan.ts";
import { scanTree } from "./scan-tree.ts";

/**
 * Looks at what lies in a region: names and stats, no content. A link at the path itself is followed.
 *
 * @throws NAME_NOT_UTF8, IO_FAILED if a directory cannot be listed, CANCELLED
 */
export async function scanRegion(region: Region, options: ScanOptions): Promise<Scan | NoScan> {
  const path = regionPath(region);
  const lstat = lstatPath(path);
  const isLink = lstat !== undefined && isSymbolicLink(Number(lstat.mode));
  const stats = statNames(dirname(path), [basename(path)]);
  const mode = stats.modes[0] ?? 0;
  if (mode === 0) return { kind: "missing", isLink };
  if (isDirectory(mode)) return { ...(await scanTree(region, options)), isLink };
  if (!isRegularFile(mode)) return { kind: "special", isLink };
  // The path of a base that is a file has no name below the base: the folder above stands in for it.
  const { base, relpath } = region.relpath === "" ? fileRegion(path) : region;
  const folder = dirname(relpath);
  const dir = {
    index: 0,
    relpath: folder === "." ? "" : folder,
    stats,
    links: isLink ? Uint8Array.of(1) : undefined,
    subdirs: [],
    oddities: [],
    hasIgnored: false,
  };
  return { kind: "file", base, isLink, dirs: [dir], files: 1 };
}
