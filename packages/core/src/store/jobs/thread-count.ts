import { availableParallelism } from "node:os";

const MAX_THREADS = 8;

/** How many threads work at the same time, the calling one included, where nobody says another number. */
export function threadCount(): number {
  return Math.min(MAX_THREADS, availableParallelism());
}
