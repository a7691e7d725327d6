import type { BigIntStats } from "node:fs";

/** What `stat` says of a file, in whole numbers: times in nanoseconds are exact only so. */
export type FileStat = BigIntStats;
