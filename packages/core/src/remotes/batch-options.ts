import type { BatchOptions } from "../store/jobs/batch-options.ts";
import type { TransferContext } from "./remote.ts";

/** The options that the store's batch functions take, out of a transfer's context. */
export function batchOptions({ signal, onProgress }: TransferContext): BatchOptions {
  return { ...(signal !== undefined && { signal }), ...(onProgress !== undefined && { onProgress }) };
}
