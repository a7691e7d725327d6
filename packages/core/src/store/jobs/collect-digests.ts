import { unpackError } from "../../hash/thread-error.ts";
import { copyDigests, type FileDigests } from "../file-digests.ts";
import type { JobReply } from "./job.ts";

/** Copies the digests of a reply to their places; the first error of an item is thrown. */
export function collectDigests(into: FileDigests, start: number, reply: JobReply): void {
  const { done, digests, errors } = reply;
  const [first] = errors;
  if (first !== undefined) throw unpackError(first.error);
  if (digests !== undefined) copyDigests(digests, into, { start, count: done });
}
