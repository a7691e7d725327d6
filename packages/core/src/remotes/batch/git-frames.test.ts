import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  GitBlobCheck,
  type GitObjectType,
  gitFrameHead,
  gitMissingFrame,
  gitSizeFrame,
  readGitBlob,
  readGitFrames,
} from "./git-frames.ts";

function idOf(type: GitObjectType, bytes: Uint8Array, algorithm = "sha1"): string {
  return createHash(algorithm).update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

function frameOf(type: GitObjectType, bytes: Uint8Array, oid = idOf(type, bytes)): Buffer {
  return Buffer.concat([gitFrameHead(oid, type, bytes.length), bytes]);
}

async function read(bytes: Buffer, max = 1000) {
  return await Array.fromAsync(readGitFrames(Readable.from([bytes]), max));
}

const lost = "0".repeat(40);

test("readGitFrames() reads what was written, of both kinds of repositories", async () => {
  const type = fc.constantFrom<GitObjectType>("commit", "tree", "blob");
  const algorithm = fc.constantFrom("sha1", "sha256");
  await fc.assert(
    fc.asyncProperty(type, fc.uint8Array({ maxLength: 300 }), algorithm, async (kind, bytes, name) => {
      const oid = idOf(kind, bytes, name);
      const written = Buffer.concat([frameOf(kind, bytes, oid), gitSizeFrame(lost, 12), gitMissingFrame(lost)]);
      expect(await read(written)).toEqual([
        { kind: "object", oid, type: kind, bytes: Buffer.from(bytes) },
        { kind: "size", oid: lost, sizeBytes: 12 },
        { kind: "missing", oid: lost },
      ]);
    }),
  );
});

test.each([
  ["bytes that do not hash to the id", frameOf("blob", Buffer.from("forged"), lost)],
  ["another type than the id says", frameOf("tree", Buffer.from("x"), idOf("blob", Buffer.from("x")))],
  ["an object larger than allowed", gitFrameHead(lost, "blob", 1001)],
  ["a path in place of an id", Buffer.from("../../etc/passwd blob 3\nabc")],
  ["a line without an end", Buffer.from("a".repeat(500))],
  ["an end inside a line", Buffer.from(lost)],
  ["an end inside an object", frameOf("blob", Buffer.from("whole")).subarray(0, -1)],
  ["a size that is no number", Buffer.from(`${lost} blob -1\n`)],
  ["a web page", Buffer.from("<html>\n<body>\n</html>\n")],
])("readGitFrames() refuses %s", async (_, bytes) => {
  await expect(read(bytes)).rejects.toMatchObject({ code: "BATCH_INVALID" });
});

test("readGitBlob() gives the bytes of what was asked for, and of nothing else", async () => {
  const bytes = Buffer.from("content");
  const oid = idOf("blob", bytes);
  const from = (frames: Buffer, wanted = oid) =>
    Readable.from(readGitBlob(Readable.from([frames]), { oid: wanted, start: 0 }, new GitBlobCheck())).toArray();
  expect(String(Buffer.concat(await from(frameOf("blob", bytes))))).toBe("content");
  for (const frames of [
    frameOf("blob", Buffer.from("other")),
    frameOf("blob", Buffer.from("cOntent"), oid),
    gitMissingFrame(oid),
  ]) {
    await expect(from(frames)).rejects.toMatchObject({ code: "BATCH_INVALID" });
  }
});
