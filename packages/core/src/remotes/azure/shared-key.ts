import { createHmac } from "node:crypto";
import { compareCodePoints } from "../../base/code-point-order.ts";
import type { HttpRequest } from "../http/http-request.ts";

/** The key of a storage account. */
export interface SharedKey {
  readonly account: string;
  /** In base64. */
  readonly key: string;
}

/**
 * Signs a request with the key of the account, as "Authorize with Shared Key" of Azure's REST reference describes it. The
 * request has `x-ms-date` and `x-ms-version` already, and the length of its body is known.
 *
 * @returns the header `Authorization`
 */
export function sharedKeyAuthorization(request: HttpRequest, { account, key }: SharedKey): string {
  const text = stringToSign(request, account);
  return `SharedKey ${account}:${createHmac("sha256", Buffer.from(key, "base64")).update(text, "utf8").digest("base64")}`;
}

/** Headers that are signed by position, whether they are there or not. */
const POSITIONED = [
  "content-encoding",
  "content-language",
  "content-length",
  "content-md5",
  "content-type",
  "date",
  "if-modified-since",
  "if-match",
  "if-none-match",
  "if-unmodified-since",
  "range",
];

/** What is signed. */
export function stringToSign({ method, url, headers = {}, body }: HttpRequest, account: string): string {
  const length = body === undefined || body.sizeBytes === 0 ? "" : String(body.sizeBytes);
  const positioned = POSITIONED.map((name) => (name === "content-length" ? length : (headers[name] ?? "")));
  const own = Object.keys(headers)
    .filter((name) => name.startsWith("x-ms-"))
    .sort(compareCodePoints)
    .map((name) => `${name}:${headers[name]?.trim()}`);
  return [method, ...positioned, ...own, resource(url, account)].join("\n");
}

function resource(url: URL, account: string): string {
  const names = [...new Set(url.searchParams.keys())].sort(compareCodePoints);
  const parameters = names.map(
    (name) => `\n${name.toLowerCase()}:${url.searchParams.getAll(name).sort(compareCodePoints).join(",")}`,
  );
  return `/${account}${url.pathname}${parameters.join("")}`;
}
