/** What the program ends with after Ctrl-C, as DVC. */
export const interruptedExitCode = 252;

/** What the program ends with when nobody reads its output any more: 128 + SIGPIPE. */
const brokenPipeExitCode = 141;

/**
 * Turns Ctrl-C and SIGTERM into the abortion of a signal, so that operations end with everything whole. A second one
 * ends the program at once.
 */
export function interruptionSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(interruptedExitCode);
    controller.abort();
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
}

/** Ends the program when the reader of its output is gone. */
export function exitOnBrokenPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(brokenPipeExitCode);
    throw error;
  });
}
