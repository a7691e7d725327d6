import type { LodeEvent } from "@lode/core";
import { count } from "./count.ts";
import { humanSize } from "./size.ts";

export type DownloadEvent = Extract<LodeEvent, { type: "download" }>;

/** What is smaller takes no time worth a word. */
const LARGE_BYTES = 100 * 1024 ** 2;
const MANY_FILES = 10_000;

/** Tells how much is about to be downloaded; undefined if it is not much. */
export function downloadLine({ files, sizeBytes, isAtMost }: DownloadEvent): string | undefined {
  const isMuch = sizeBytes === undefined ? files >= MANY_FILES : sizeBytes >= LARGE_BYTES || files >= MANY_FILES;
  if (!isMuch) return undefined;
  const bound = isAtMost ? "at most " : "";
  const size = sizeBytes === undefined ? "" : `, ${humanSize(sizeBytes)}`;
  return `Bringing ${bound}${count(files, "file")}${size}.`;
}
