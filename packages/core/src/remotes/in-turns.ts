import type { TransferContext } from "./remote.ts";

/**
 * Makes one progress of several attempts that follow one another.
 *
 * @returns gives the context of the next attempt; its argument is how many files were done before
 */
export function inTurns({ onProgress, ...context }: TransferContext): (doneFiles: number) => TransferContext {
  let bytes = 0;
  return (doneFiles) => {
    if (onProgress === undefined) return context;
    const before = bytes;
    return {
      ...context,
      onProgress: (progress) => {
        bytes = before + progress.bytes;
        onProgress({ files: doneFiles + progress.files, bytes });
      },
    };
  };
}
