import { expect, test } from "vitest";
import { noteArrived } from "./note-arrived.ts";

const CHUNK_BYTES = 64 << 10;

test("noteArrived() gives back the memory of what has arrived before much of it gathers", () => {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let chunk = 0; chunk < 4096; chunk++) {
    noteArrived(Buffer.allocUnsafeSlow(CHUNK_BYTES).length);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(most).toBeLessThan(24 << 20);
});
