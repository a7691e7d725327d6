import { unpackError } from "../../hash/thread-error.ts";
import type { FileDigest } from "../file-digest.ts";
import { rowOf } from "./digest-columns.ts";
import type { JobReply } from "./job.ts";

/** Copies the rows of a reply to their places; the first error of an item is thrown. */
export function collectDigests(into: FileDigest[], start: number, reply: JobReply): void {
  const [first] = reply.errors;
  if (first !== undefined) throw unpackError(first.error);
  for (let i = 0; i < reply.done; i++) {
    const row = reply.digests === undefined ? undefined : rowOf(reply.digests, i);
    if (row !== undefined) into[start + i] = row;
  }
}
