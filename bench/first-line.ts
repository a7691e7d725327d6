import { readFileSync } from "node:fs";

/** Starting takes a second; the program may have to be downloaded before. */
const START_MS = 120_000;

/** Waits for the line that a server writes into a file once it listens. @throws if it does not in two minutes */
export function firstLine(path: string): string {
  const wait = new Int32Array(new SharedArrayBuffer(4));
  const endMs = performance.now() + START_MS;
  while (performance.now() < endMs) {
    const text = readFileSync(path, "utf8");
    if (text.includes("\n")) return text;
    Atomics.wait(wait, 0, 0, 50);
  }
  throw new Error(`the server did not start within ${START_MS / 1000} s`);
}
