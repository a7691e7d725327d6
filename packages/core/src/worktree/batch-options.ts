import type { RunContext, TaskName } from "../base/events.ts";
import type { BatchOptions } from "../store/jobs/batch-options.ts";

/** A task on many files, as it is to be shown. */
export interface FileTask {
  readonly task: TaskName;
  /** Number of files. */
  readonly total: number;
}

/** Makes the options of a call of the store out of a run's: its signal, and its progress as events. */
export function batchOptions({ task, total }: FileTask, { onEvent, signal }: RunContext): BatchOptions {
  return {
    ...(signal === undefined ? {} : { signal }),
    ...(onEvent === undefined
      ? {}
      : { onProgress: ({ files }) => onEvent({ type: "progress", task, unit: "files", done: files, total }) }),
  };
}
