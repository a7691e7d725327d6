import { StringDecoder } from "node:string_decoder";
import { type XmlElement, type XmlListing, XmlReader } from "../../formats/xml/read-xml.ts";
import type { HttpAttempt } from "./http-errors.ts";
import type { HttpMessage } from "./http-message.ts";
import { isPlain, openBody } from "./open-body.ts";

/**
 * Reads the body of an answer as XML while it arrives; what the listing names is given away as it ends.
 *
 * @returns its root; undefined if it is no document
 * @throws STORAGE_UNREACHABLE if the connection breaks, STORAGE_REJECTED if the encoding is unknown
 */
export async function readXmlBody(
  message: HttpMessage,
  attempt: HttpAttempt,
  listing: XmlListing,
): Promise<XmlElement | undefined> {
  const reader = new XmlReader(listing);
  const decoder = new StringDecoder("utf8");
  const read = (chunk: Buffer): void => reader.write(decoder.write(chunk));
  if (!readWhole(message, read)) {
    for await (const chunk of openBody(message, attempt) as AsyncIterable<Buffer>) read(chunk);
  }
  reader.write(decoder.end());
  return reader.end();
}

/** Not asynchronous: what has waited for something is collected late, with all that it knows. */
function readWhole(message: HttpMessage, read: (chunk: Buffer) => void): boolean {
  const held = isPlain(message) ? message.takeChunks?.() : undefined;
  for (const chunk of held ?? []) read(chunk);
  return held !== undefined;
}
