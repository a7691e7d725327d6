import { Readable } from "node:stream";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { IncomingFile, StorageFile } from "../storage/remote-storage.ts";
import { what } from "./http-errors.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import { cutRange, isPlain, openBody } from "./open-body.ts";

/** The header that asks for a range; none for the whole file, and for a range that holds nothing. */
export function rangeHeader(range: ByteRange | undefined): Readonly<Record<string, string>> {
  if (range === undefined || isEmptyRange(range)) return {};
  const { start, end } = range;
  if (end === undefined) return start === 0 ? {} : { range: `bytes=${start}-` };
  return { range: `bytes=${start}-${end - 1}` };
}

/** Says whether a range holds nothing, which no header can ask for. */
export function isEmptyRange(range: ByteRange | undefined): boolean {
  return range?.end !== undefined && range.end <= range.start;
}

/** The size of the whole file that an answer is a part of, or no part at all; undefined if it does not say. */
export function wholeSize({ message, status }: HttpAnswer): number | undefined {
  const { headers } = message;
  const isPart = status === 206 || status === 416;
  const text = isPart ? /\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1] : headers["content-length"];
  return text === undefined ? undefined : Number(text);
}

/** A part of a file in which there is nothing. */
export function emptyIncoming(file: StorageFile): IncomingFile {
  return { ...file, stream: () => Readable.from([]), bytes: async () => Buffer.alloc(0) };
}

/**
 * A range of a file out of an answer, whether the server sent that or the whole; see openBody.
 *
 * @throws STORAGE_REJECTED if the server sends another part
 */
export function openRange(
  { status, message }: HttpAnswer,
  range: ByteRange | undefined,
  request: HttpRequest,
): Readable {
  if (range === undefined) return openBody(message, request);
  if (status !== 206) return cutRange(openBody(message, request), range);
  if (isPlain(message) && message.headers["content-range"]?.startsWith(`bytes ${range.start}-`)) {
    return openBody(message, request);
  }
  message.destroy();
  throw new LodeError("STORAGE_REJECTED", `${what(request)}: the server sends another part`);
}
