import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { terminalProgress } from "./progress.ts";
import { formatScaled, progressLine } from "./progress-line.ts";

test.each([
  [
    { label: "Hashing", unit: "files", done: 450, total: 1000, elapsedMs: 3000 },
    80,
    "Hashing       45%|██████████▎            | 450/1.00k [00:03<00:04, 150 files/s]",
  ],
  [
    { label: "Pushing", unit: "bytes", done: 5_000_000, total: 1_000_000_000, elapsedMs: 61_000 },
    100,
    "Pushing        0%|▏                                       | 4.77MB/954MB [01:01<3:22:19, 80.0kB/s]",
  ],
  [
    { label: "Pushing", unit: "files", done: 3, total: 10, bytes: 5_000_000, elapsedMs: 3000 },
    80,
    "Pushing       30%|██████▌               | 3/10, 4.77MB [00:03<00:07, 1 files/s]",
  ],
  [
    { label: "Scanning", unit: "files", done: 1234, total: undefined, elapsedMs: 50 },
    80,
    "Scanning     1.23k [00:00, ? files/s]",
  ],
  [
    { label: "Fetching", unit: "files", done: 0, total: 10, elapsedMs: 3_700_000 },
    40,
    "Fetching       0% 0/10 [1:01:40, 0 file",
  ],
] as const)("progressLine() shows %j in %d columns", (task, columns, line) => {
  expect(progressLine(task, columns)).toBe(line);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1000, "1.00k"],
  [12_345, "12.3k"],
  [999_999, "1.00M"],
])("formatScaled() writes %d as %s", (value, text) => {
  expect(formatScaled(value, 1000, "")).toBe(text);
});

test("terminalProgress() shows nothing at first, then every task, and cleans up", () => {
  let now = 0;
  const written: string[] = [];
  const progress = terminalProgress({ columns: 80, rows: 24, write: (text) => written.push(text) }, () => now);
  progress.update({ type: "progress", task: "hash", unit: "files", done: 1, total: 100 });
  expect(written).toEqual([]);
  now = 400;
  progress.update({ type: "progress", task: "hash", unit: "files", done: 50, total: 100 });
  progress.update({ type: "progress", task: "store", unit: "bytes", done: 1, total: 2048 });
  now = 600;
  progress.update({ type: "progress", task: "hash", unit: "files", done: 60, total: 100 });
  expect(stripVTControlCharacters(written.at(-1) ?? "")).toMatch(/^Hashing .*60\/100.*\nStoring .*1B\/2.00kB/);
  progress.around(() => written.push("WARNING: something\n"));
  expect(written.at(-2)).toBe("WARNING: something\n");
  progress.stop();
  expect(written.at(-1)).toBe("\r\u001b[2A\u001b[J");
});
