import type { BigIntStats } from "node:fs";

/** What `stat` says of a file, in whole numbers: times in nanoseconds are exact only so. */
export type FileStat = BigIntStats;

/** The part of it that tells one version of a file from another, and what kind of file it is. */
export type ContentStat = Pick<FileStat, "mode" | "size" | "mtimeNs" | "ino" | "nlink">;
