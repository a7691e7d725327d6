import { Readable } from "node:stream";
import type { ByteRange } from "../../base/file-tree.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { openStoredBody, readStoredBody } from "../http/open-body.ts";
import type { IncomingFile, StorageFile } from "../storage/remote-storage.ts";

/** The header that asks for a range; none for the whole file. */
export function rangeHeader(range: ByteRange | undefined): Readonly<Record<string, string>> {
  if (range === undefined) return {};
  const { start, end } = range;
  if (end === undefined) return start === 0 ? {} : { range: `bytes=${start}-` };
  return { range: `bytes=${start}-${end - 1}` };
}

/** Says whether a range holds nothing, which no header can ask for. */
export function isEmptyRange(range: ByteRange | undefined): boolean {
  return range?.end !== undefined && range.end <= range.start;
}

/** The size of the whole file that an answer is a part of; undefined if it does not say. */
export function wholeSize({ message, status }: HttpAnswer): number | undefined {
  const { headers } = message;
  const text = status === 206 ? /\/(\d+)$/.exec(headers["content-range"] ?? "")?.[1] : headers["content-length"];
  return text === undefined ? undefined : Number(text);
}

/** A file whose bytes are the body of an answer, exactly as the service stores them. */
export function incomingFile(file: StorageFile, request: HttpRequest, { message }: HttpAnswer): IncomingFile {
  return {
    ...file,
    stream: () => openStoredBody(message, request),
    bytes: () => readStoredBody(message, request),
  };
}

/** A part of a file in which there is nothing. */
export function emptyIncoming(file: StorageFile): IncomingFile {
  return { ...file, stream: () => Readable.from([]), bytes: async () => Buffer.alloc(0) };
}
