import { expect, test } from "vitest";
import { downloadLine } from "./download-line.ts";

test("downloadLine() tells of what is large", () => {
  const type = "download";
  expect(downloadLine({ type, files: 2, sizeBytes: 5 * 1024 ** 3, isAtMost: false })).toBe("Bringing 2 files, 5.00G.");
  expect(downloadLine({ type, files: 700, sizeBytes: 2 ** 30, isAtMost: true })).toBe(
    "Bringing at most 700 files, 1.00G.",
  );
  expect(downloadLine({ type, files: 20_000, sizeBytes: 5, isAtMost: false })).toBe("Bringing 20000 files, 5.");
  expect(downloadLine({ type, files: 20_000, isAtMost: false })).toBe("Bringing 20000 files.");
});

test("downloadLine() is silent about what is small", () => {
  expect(downloadLine({ type: "download", files: 9000, sizeBytes: 2 ** 20, isAtMost: false })).toBeUndefined();
  expect(downloadLine({ type: "download", files: 9000, isAtMost: false })).toBeUndefined();
});
