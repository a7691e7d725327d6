import { setFlagsFromString } from "node:v8";

/**
 * Keeps the nurseries of this process small, in which V8 makes new objects. By themselves they grow to 32 MB for a command
 * that makes many objects which stay, and each new page costs as much as collecting. Measured with 70,000 files: 60 to 150 MB
 * and 15,000 page faults less, in the same processor time.
 *
 * 1. The nursery of this thread stays as it is: V8 reads the factor each time it would grow.
 * 2. Those of threads that start from now on have their size from the beginning, since they cannot grow either.
 * 3. So little is collected by one thread: to wake another takes longer.
 *
 * Options of the program's start would do the first two as well, but who starts the program does not give them.
 */
export function keepHeapSmall(): void {
  for (const flag of ["--semi-space-growth-factor=1", "--min-semi-space-size=2", "--no-parallel-scavenge"]) {
    setFlagsFromString(flag);
  }
}
