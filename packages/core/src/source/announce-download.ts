import type { RunContext } from "../base/events.ts";
import type { Output } from "../project/output.ts";
import type { SourceItem } from "./source-item.ts";

/** Tells how much data an item of a source has, files in Git apart. */
export function announceDownload({ files }: SourceItem, { onEvent }: RunContext): void {
  const wanted = new Map<Output, number>();
  for (const { content } of files) {
    if (content.kind !== "object") continue;
    const { output } = content.object.owned;
    wanted.set(output, (wanted.get(output) ?? 0) + 1);
  }
  if (wanted.size === 0) return;
  const count = [...wanted.values()].reduce((sum, n) => sum + n, 0);
  onEvent?.({ type: "download", files: count, ...recordedSize(wanted) });
}

/**
 * The size that the metadata record of outputs, and whether more than what is wanted of them is in it.
 *
 * @param wanted the number of files that are wanted of each
 */
export function recordedSize(wanted: ReadonlyMap<Output, number>): {
  readonly sizeBytes?: number;
  readonly isAtMost: boolean;
} {
  let sizeBytes = 0;
  let isAtMost = false;
  for (const [{ entry }, files] of wanted) {
    if (entry.size === undefined) return { isAtMost: false };
    sizeBytes += entry.size;
    if (files < (entry.nfiles ?? 1)) isAtMost = true;
  }
  return { sizeBytes, isAtMost };
}
