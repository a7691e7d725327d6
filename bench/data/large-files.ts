import { createCipheriv } from "node:crypto";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const CHUNK_BYTES = 1 << 20;

/** Makes files of this many bytes each, all different, not compressible, and the same each time. */
export function makeLargeFiles(dir: string, { count, sizeBytes }: { count: number; sizeBytes: number }): void {
  mkdirSync(dir, { recursive: true });
  for (let i = 0; i < count; i++) makeLargeFile(join(dir, `${i}.bin`), { seed: i, sizeBytes });
}

function makeLargeFile(path: string, { seed, sizeBytes }: { seed: number; sizeBytes: number }): void {
  const key = Buffer.alloc(16);
  key.writeUInt32LE(seed);
  const noise = createCipheriv("aes-128-ctr", key, Buffer.alloc(16));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  const fd = openSync(path, "wx");
  for (let left = sizeBytes; left > 0; left -= CHUNK_BYTES) {
    writeSync(fd, noise.update(zeros.subarray(0, Math.min(left, CHUNK_BYTES))));
  }
  closeSync(fd);
}
