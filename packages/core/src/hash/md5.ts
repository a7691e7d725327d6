import { createHash, hash } from "node:crypto";
import type { HashName } from "../base/oid.ts";
import { normalizeChunk, TEXT_CHUNK_BYTES } from "./dos2unix.ts";

/** Takes the bytes of one file in order and gives the digest in the end. */
export interface Hasher {
  /** Takes the next bytes; it keeps no reference to them. */
  update(bytes: Uint8Array): void;
  /** The digest as 32 lower-case hexadecimal digits; the hasher is used up then. */
  digest(): string;
}

/** Hashes bytes that are in memory: 32 lower-case hexadecimal digits. */
export function hashBytes(bytes: Uint8Array, hashName: HashName = "md5"): string {
  if (hashName === "md5") return hash("md5", bytes, "hex");
  const hasher = makeHasher(hashName);
  hasher.update(bytes);
  return hasher.digest();
}

/** Makes a hasher; the sizes of the chunks do not matter to the digest. */
export function makeHasher(hashName: HashName = "md5"): Hasher {
  const md5 = createHash("md5");
  if (hashName === "md5") {
    return { update: (bytes) => void md5.update(bytes), digest: () => md5.digest("hex") };
  }
  const chunker = makeChunker((chunk) => void md5.update(normalizeChunk(chunk)));
  return {
    update: chunker.add,
    digest: () => {
      chunker.end();
      return md5.digest("hex");
    },
  };
}

/** Cuts a sequence of bytes into chunks of 1 MiB, since md5-dos2unix judges each of them separately. */
function makeChunker(onChunk: (chunk: Uint8Array) => void): { add(bytes: Uint8Array): void; end(): void } {
  let pending: Buffer | undefined;
  let filled = 0;
  const flush = () => {
    if (pending !== undefined && filled > 0) onChunk(pending.subarray(0, filled));
    filled = 0;
  };
  const add = (bytes: Uint8Array) => {
    let rest = bytes;
    while (rest.length > 0) {
      if (filled === 0 && rest.length >= TEXT_CHUNK_BYTES) {
        onChunk(rest.subarray(0, TEXT_CHUNK_BYTES));
        rest = rest.subarray(TEXT_CHUNK_BYTES);
        continue;
      }
      pending ??= Buffer.allocUnsafeSlow(TEXT_CHUNK_BYTES);
      const part = rest.subarray(0, TEXT_CHUNK_BYTES - filled);
      pending.set(part, filled);
      filled += part.length;
      rest = rest.subarray(part.length);
      if (filled === TEXT_CHUNK_BYTES) flush();
    }
  };
  return { add, end: flush };
}
