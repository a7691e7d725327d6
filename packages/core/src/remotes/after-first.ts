import type { TransferContext } from "./remote.ts";

/** The context of a further attempt, whose progress goes on where those before it ended. */
export function afterFirst(done: number, { onProgress, ...context }: TransferContext): TransferContext {
  if (onProgress === undefined) return context;
  return { ...context, onProgress: ({ files, bytes }) => onProgress({ files: done + files, bytes }) };
}
