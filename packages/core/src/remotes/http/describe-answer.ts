import type { IncomingHttpHeaders } from "node:http";
import type { StorageFile } from "../storage/remote-storage.ts";
import { isPlainEncoding } from "./open-body.ts";
import { headerText, surrogateChecksum } from "./surrogate-checksum.ts";

/**
 * What the headers of an answer tell of a file. DVC's checksum is the ETag with its quotes, or Content-MD5, or else a
 * number made of what else is known.
 *
 * @param name the URL as the user wrote it
 * @param url the URL after redirections
 */
export function describeAnswer(
  headers: IncomingHttpHeaders,
  { name, url }: { readonly name: string; readonly url: URL },
): Omit<StorageFile, "key"> {
  const sizeBytes = isPlainEncoding(headers) ? wholeSize(headers) : undefined;
  const given = headers.etag ?? headerText(headers, "content-md5");
  const value = given ?? surrogateChecksum(headers, { name, url, sizeBytes });
  const modifiedMs = Date.parse(headers["last-modified"] ?? "");
  return {
    sizeBytes,
    etag: headers.etag,
    checksum: { key: "checksum", value },
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
  };
}

/** Of the whole file, whatever part of it is sent. */
function wholeSize(headers: IncomingHttpHeaders): number | undefined {
  const range = headers["content-range"];
  const size = range === undefined ? headers["content-length"] : /\/(\d+)$/.exec(range)?.[1];
  return size === undefined ? undefined : Number(size);
}
