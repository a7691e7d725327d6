import { hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { pythonStringRepr } from "../../formats/python/string-repr.ts";

/** A file of which a web server gives no checksum. */
export interface UnmarkedFile {
  /** The URL as the user wrote it. */
  readonly name: string;
  /** The URL after redirections. */
  readonly url: URL;
  readonly sizeBytes: number | undefined;
}

/**
 * Makes a checksum of the other headers, as fsspec's HTTPFileSystem (2026.9) does for DVC: the MD5, as a decimal number,
 * of how Python prints a tuple of a mapping of them.
 */
export function surrogateChecksum(headers: IncomingHttpHeaders, { name, url, sizeBytes }: UnmarkedFile): string {
  const mimetype = headers["content-type"]?.split(";")[0];
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["name", pythonStringRepr(name)],
    ["size", sizeBytes === undefined ? "None" : String(sizeBytes)],
    ["mimetype", mimetype && pythonStringRepr(mimetype)],
    ["partial", headers["accept-ranges"] === "none" ? "False" : undefined],
    ["url", pythonStringRepr(url.href)],
    ...["Digest", "Last-Modified"].map((header) => [header, repr(headerText(headers, header.toLowerCase()))] as const),
    ["type", "'file'"],
  ];
  const known = fields.filter(([, value]) => value !== undefined).map(([key, value]) => `'${key}': ${value}`);
  return BigInt(`0x${hash("md5", `({${known.join(", ")}},)`, "hex")}`).toString();
}

/** A header as one text; undefined if it is missing or empty. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(", ") : value) || undefined;
}

function repr(value: string | undefined): string | undefined {
  return value === undefined ? undefined : pythonStringRepr(value);
}
