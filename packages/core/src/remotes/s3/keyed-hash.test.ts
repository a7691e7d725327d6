import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { KeyedHash } from "./keyed-hash.ts";

test.each([0, 1, 31, 32, 64])(
  "KeyedHash.sign() signs as Node does, with a key of %i bytes, one text after another",
  (sizeBytes) => {
    const key = Buffer.alloc(sizeBytes, "key");
    const keyed = new KeyedHash(key);
    for (const text of ["", "a text", "ü€😀", "x".repeat(1024), "x".repeat(1025), "€".repeat(400), "a text"]) {
      expect(keyed.sign(text)).toBe(createHmac("sha256", key).update(text).digest("hex"));
    }
  },
);
