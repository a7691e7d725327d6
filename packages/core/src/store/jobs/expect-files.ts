import { threadCount } from "./thread-count.ts";
import { workerPool } from "./worker-threads.ts";

/** With fewer files the threads would hardly be up before all is done. */
const MANY_FILES = 2000;

/**
 * Starts the worker threads if this many files, about, will be read or made for certain: they come up, which takes each some
 * 50 ms, while this thread still finds out which files these are, of which it will then do its part. Nothing is waited for.
 */
export function expectFiles(count: number): void {
  if (count >= MANY_FILES) workerPool().start(threadCount() - 1);
}
