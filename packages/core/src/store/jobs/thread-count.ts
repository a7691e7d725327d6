import { availableParallelism } from "node:os";

const MAX_THREADS = 8;

/** How many worker threads are used where nobody says another number. */
export function threadCount(): number {
  return Math.min(MAX_THREADS, availableParallelism());
}
