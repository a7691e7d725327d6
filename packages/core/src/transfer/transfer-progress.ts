import type { RunContext, TaskName } from "../base/events.ts";
import type { TransferContext } from "../remotes/remote.ts";

/** What moving of objects takes beside the objects. */
export interface MoveContext extends RunContext {
  /** How many objects move at once. Default: what the kind of storage does best. */
  readonly jobs?: number;
}

/**
 * The context of one batch of a transfer, whose progress is reported as part of a whole.
 *
 * @param part how many objects of the whole were done before this batch, and how many there are
 */
export function batchContext(
  context: MoveContext,
  task: TaskName,
  part: { readonly before: number; readonly total: number },
): TransferContext {
  return {
    ...context,
    onProgress: ({ files }) =>
      context.onEvent?.({ type: "progress", task, unit: "files", done: part.before + files, total: part.total }),
  };
}
