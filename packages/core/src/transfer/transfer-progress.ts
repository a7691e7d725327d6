import type { RunContext, TaskName } from "../base/events.ts";
import type { TransferContext } from "../remotes/remote.ts";

/** What moving of objects takes beside the objects. */
export interface MoveContext extends RunContext {
  /** How many objects move at once. Default: what the kind of storage does best. */
  readonly jobs?: number;
}

/** One batch as a part of a whole. */
export interface BatchPart {
  /** How many objects were done before. */
  readonly before: number;
  /** How many objects the whole has. */
  readonly total: number;
  /** How many bytes moved before. Default: 0. */
  readonly bytesBefore?: number;
}

/**
 * The context of one batch of a transfer, whose progress is reported as part of a whole.
 *
 * @returns with what has moved so far, this batch and those before
 */
export function batchContext(
  context: MoveContext,
  task: TaskName,
  part: BatchPart,
): TransferContext & { readonly moved: { bytes: number } } {
  const { before, total, bytesBefore = 0 } = part;
  const moved = { bytes: bytesBefore };
  return {
    ...context,
    moved,
    onProgress: (progress) => {
      const bytes = bytesBefore + progress.bytes;
      moved.bytes = bytes;
      context.onEvent?.({ type: "progress", task, unit: "files", done: before + progress.files, total, bytes });
    },
  };
}
