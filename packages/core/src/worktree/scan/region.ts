import { basename, dirname } from "node:path";
import { absoluteDir } from "./scan.ts";

/** A part of the workspace: an output, or a path in one. */
export interface Region {
  /** Absolute; the folder that the paths of the output's files are relative to. */
  readonly base: string;
  /** Relative to the base; `""` is the base itself. */
  readonly relpath: string;
}

/** The region of a file: it is one name in its folder. */
export function fileRegion(path: string): Region {
  return { base: dirname(path), relpath: basename(path) };
}

/** The region of a directory, or of a path in it. */
export function dirRegion(path: string, within = ""): Region {
  return { base: path, relpath: within };
}

/** The absolute path of a region. */
export function regionPath({ base, relpath }: Region): string {
  return absoluteDir({ base }, relpath);
}
