import { createHash, type Hash } from "node:crypto";
import { invalidFrames, Pieces } from "./pieces.ts";

/** The kinds of Git objects that are sent. */
export type GitObjectType = "commit" | "tree" | "blob";

/**
 * One Git object in a stream (docs/protocol.md): a line `<id> <type> <size>` and the bytes, or a line `<id> size <n>` for a
 * blob of which only the size is told, or a line `<id> missing`.
 */
export type GitFrame =
  | { readonly kind: "object"; readonly oid: string; readonly type: GitObjectType; readonly bytes: Buffer }
  | { readonly kind: "size"; readonly oid: string; readonly sizeBytes: number }
  | { readonly kind: "missing"; readonly oid: string };

/** The line before the bytes of an object. */
export function gitFrameHead(oid: string, type: GitObjectType, sizeBytes: number): Buffer {
  return Buffer.from(`${oid} ${type} ${sizeBytes}\n`, "latin1");
}

/** The line that tells the size of a blob that is not sent. */
export function gitSizeFrame(oid: string, sizeBytes: number): Buffer {
  return Buffer.from(`${oid} size ${sizeBytes}\n`, "latin1");
}

/** The line for an object that is not there. */
export function gitMissingFrame(oid: string): Buffer {
  return Buffer.from(`${oid} missing\n`, "latin1");
}

/**
 * Reads a stream of Git objects, each of which is verified.
 *
 * @param objectMaxBytes a larger object is refused before it is read
 * @throws BATCH_INVALID if it is no such stream, ends inside a frame, or an object is not what its id says; what the
 *   source throws
 */
export async function* readGitFrames(source: AsyncIterable<Buffer>, objectMaxBytes: number): AsyncGenerator<GitFrame> {
  await using pieces = new Pieces(source);
  for (let line = await pieces.line(); line !== undefined; line = await pieces.line()) {
    const head = parseGitLine(line);
    if (head.kind !== "object") yield head;
    else {
      const { oid, type, sizeBytes } = head;
      if (sizeBytes > objectMaxBytes) throw invalidFrames(`the object '${oid}' is larger than ${objectMaxBytes} bytes`);
      const bytes = await pieces.take(sizeBytes);
      refuseForged(oid, gitHasher(oid, type, sizeBytes).update(bytes).digest("hex"));
      yield { kind: "object", oid, type, bytes };
    }
  }
}

/** Verifies a blob that comes in several streams, one after another. */
export class GitBlobCheck {
  #hasher: Hash | undefined;

  /** Takes the next bytes of a blob of this size. */
  take(oid: string, sizeBytes: number, part: Buffer): void {
    this.#hasher ??= gitHasher(oid, "blob", sizeBytes);
    this.#hasher.update(part);
  }

  /** @throws BATCH_INVALID if what came is not the blob */
  finish(oid: string): void {
    refuseForged(oid, (this.#hasher ?? gitHasher(oid, "blob", 0)).digest("hex"));
  }
}

/**
 * Reads a stream of one blob of any size, from a byte of it on, as its pieces.
 *
 * @param check verifies the blob at the end of the stream; undefined for one that is not read from its first byte
 * @throws BATCH_INVALID
 */
export async function* readGitBlob(
  source: AsyncIterable<Buffer>,
  { oid, start }: { readonly oid: string; readonly start: number },
  check: GitBlobCheck | undefined,
): AsyncGenerator<Buffer> {
  await using pieces = new Pieces(source);
  const line = await pieces.line();
  const head = line === undefined ? undefined : parseGitLine(line);
  if (head?.kind !== "object" || head.oid !== oid) throw invalidFrames(`it does not bring the object '${oid}'`);
  for await (const part of pieces.pass(head.sizeBytes - start)) {
    check?.take(oid, head.sizeBytes, part);
    yield part;
  }
  check?.finish(oid);
}

type GitHead =
  | { readonly kind: "object"; readonly oid: string; readonly type: GitObjectType; readonly sizeBytes: number }
  | Exclude<GitFrame, { readonly kind: "object" }>;

function parseGitLine(line: string): GitHead {
  const [, oid = "", what = "", size] = LINE.exec(line) ?? [];
  if (what === "missing" && size === undefined) return { kind: "missing", oid };
  if (size === undefined || what === "" || what === "missing") throw invalidFrames("a line names no Git object");
  const sizeBytes = Number(size);
  return what === "size" ? { kind: "size", oid, sizeBytes } : { kind: "object", oid, type: typeOf(what), sizeBytes };
}

const LINE = /^([0-9a-f]{40}|[0-9a-f]{64}) (commit|tree|blob|size|missing)(?: (\d{1,15}))?$/;

function typeOf(what: string): GitObjectType {
  return what === "commit" || what === "tree" ? what : "blob";
}

/** Ids of 64 digits are those of repositories that use SHA-256. */
function gitHasher(oid: string, type: GitObjectType, sizeBytes: number): Hash {
  return createHash(oid.length === 64 ? "sha256" : "sha1").update(`${type} ${sizeBytes}\0`);
}

function refuseForged(oid: string, actual: string): void {
  if (oid !== actual) throw invalidFrames(`the object '${oid}' hashes to ${actual}`);
}
