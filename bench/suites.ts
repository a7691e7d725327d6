import type { Suite } from "./suite.ts";
import { largeFiles } from "./suites/large-files.ts";
import { longHistory } from "./suites/long-history.ts";
import { manyStages } from "./suites/many-stages.ts";
import { largeToS3, manyToS3 } from "./suites/remotes.ts";
import { largeToServer, manyToServer } from "./suites/server.ts";
import { serverReads } from "./suites/server-reads.ts";
import { serverStart } from "./suites/server-start.ts";
import { smallFiles } from "./suites/small-files.ts";
import { startUp } from "./suites/start-up.ts";

/** Every suite. The last ones take long and much of the disk, and run only when they are named. */
export const suites: readonly Suite[] = [
  startUp,
  smallFiles("small-files", 70_000),
  largeFiles("large-files", { count: 200, sizeBytes: 5_000_000 }),
  manyStages,
  longHistory,
  smallFiles("million-files", 1_000_000),
  largeFiles("huge-file", { count: 1, sizeBytes: 8_000_000_000 }),
  manyToS3("remotes", 10_000),
  manyToS3("remotes-many", 70_000),
  largeToS3("remotes-large", 2_000_000_000),
  manyToServer("server-files", 70_000),
  largeToServer("server-large", 2_000_000_000),
  serverStart,
  serverReads,
];

/** What runs when no suite is named. */
export const defaultSuites: readonly string[] = [
  "start-up",
  "small-files",
  "large-files",
  "many-stages",
  "long-history",
];

/** The small-files suite with another number of files, for a quick look. */
export function resized(suite: Suite, files: number | undefined): Suite {
  if (files === undefined || !suite.name.endsWith("-files")) return suite;
  return suite.name === "server-files" ? manyToServer(suite.name, files) : smallFiles(suite.name, files);
}
