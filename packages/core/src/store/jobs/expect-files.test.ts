import { expect, test, vi } from "vitest";
import { expectFiles } from "./expect-files.ts";
import { threadCount } from "./thread-count.ts";
import { workerPool } from "./worker-threads.ts";

test("expectFiles() starts a thread for each processor but one, for many files only", () => {
  const start = vi.spyOn(workerPool(), "start").mockReturnValue();
  expectFiles(100);
  expect(start).not.toHaveBeenCalled();
  expectFiles(5000);
  expect(start).toHaveBeenCalledExactlyOnceWith(threadCount() - 1);
});
