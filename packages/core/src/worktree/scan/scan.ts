import type { DirStats } from "../../fs/stat-names.ts";

/**
 * What lies at the path of an output: a file, or a directory with all that is in it, ignored files left out. A file is
 * treated as a directory with one name, so that the same code hashes and stores both.
 */
export interface Scan {
  readonly kind: "file" | "dir";
  /** Absolute; the folder that all `relpath`s are relative to: the tracked directory, or the folder of a file. */
  readonly base: string;
  /** Whether the path of the output is itself a symbolic link. */
  readonly isLink: boolean;
  /** Parents before children. */
  readonly dirs: readonly ScannedDir[];
  /** Number of files. */
  readonly files: number;
}

/** What lies at the path of an output that is neither a file nor a directory. */
export interface NoScan {
  /** `missing`: nothing, or a link whose target is missing. `special`: a pipe, socket or device. */
  readonly kind: "missing" | "special";
  readonly isLink: boolean;
}

/** Says whether a file or directory was found. */
export function isScan(found: Scan | NoScan): found is Scan {
  return found.kind === "file" || found.kind === "dir";
}

/** One directory of a scan with its files, links to files among them. */
export interface ScannedDir {
  /** Position in the scan's `dirs`. */
  readonly index: number;
  /** `""` for the base. */
  readonly relpath: string;
  /** The files in the order of code points. Links are followed. */
  readonly stats: DirStats;
  /** 1 for the rows that are symbolic links; undefined if there are none. */
  readonly links: Uint8Array | undefined;
  /** In the order in which their files come in a manifest. Directories behind symbolic links are not among them. */
  readonly subdirs: readonly ScannedDir[];
  /** Names that are no files to be tracked, in no order; usually empty. */
  readonly oddities: readonly Oddity[];
  /** Whether ignored entries were left out, so that the directory cannot be removed. */
  readonly hasIgnored: boolean;
}

/**
 * Something that cannot be tracked: a link whose target is missing, a link to a directory (never walked, as in DVC),
 * a pipe, socket or device, or a temporary of a command of Lode that was killed.
 */
export interface Oddity {
  readonly name: string;
  readonly kind: "broken-link" | "linked-dir" | "special" | "leftover";
}

/** The path of a name in a scanned directory, relative to the scan's base. */
export function pathIn(dir: { readonly relpath: string }, name: string): string {
  return dir.relpath === "" ? name : `${dir.relpath}/${name}`;
}

/** The absolute path of a scanned directory. */
export function absoluteDir(scan: { readonly base: string }, relpath: string): string {
  return relpath === "" ? scan.base : `${scan.base}/${relpath}`;
}
