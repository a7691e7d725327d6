import { createHmac, hash } from "node:crypto";
import { compareCodePoints } from "../../base/code-point-order.ts";
import { KeyedHash } from "./keyed-hash.ts";

/** A key of AWS's kind. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  /** In lower case; all of them are signed, but for those that a server on the way may change. */
  readonly headers: Readonly<Record<string, string>>;
  /** The SHA-256 of the body in hexadecimal digits, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

/** Where and when a signature holds. */
export interface SigningScope {
  readonly region: string;
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** The payload hash of a request whose body is not signed. */
export const UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

/**
 * Signs a request: returns its headers with the signature, the time and what else the signature covers.
 *
 * Source: "Signature Version 4 signing process" of the Amazon S3 API reference. Paths are encoded once, as S3 wants.
 */
export function signRequest(
  request: UnsignedRequest,
  credentials: S3Credentials,
  scope: SigningScope,
): Record<string, string> {
  const time = new Date(scope.nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const { accessKeyId, sessionToken } = credentials;
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.url.host,
    "x-amz-content-sha256": request.payloadHash,
    "x-amz-date": time,
    ...(sessionToken !== undefined && { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(headers).filter(isSigned).sort(compareCodePoints);
  const signedNames = names.join(";");
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    ...names.map((name) => `${name}:${inOneForm(headers[name])}`),
    "",
    signedNames,
    request.payloadHash,
  ].join("\n");
  const place = `${time.slice(0, 8)}/${scope.region}/${scope.service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${place}\n${hash("sha256", canonical)}`;
  const signature = signingKey(credentials.secretAccessKey, place).sign(text);
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${place}, SignedHeaders=${signedNames}, Signature=${signature}`;
  return headers;
}

function isSigned(header: string): boolean {
  return header !== "user-agent" && header !== "accept-encoding";
}

function inOneForm(value = ""): string {
  return (value.includes("  ") ? value.replaceAll(/ +/g, " ") : value).trim();
}

/** Encodes a text for a path or a query: only letters, digits and `-._~` stay as they are. */
export function encodeForSigning(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Encodes a key: what stands between its slashes. */
export function encodeKey(key: string): string {
  return /^[\w.~/-]*$/.test(key) ? key : key.split("/").map(encodeForSigning).join("/");
}

function canonicalQuery({ search, searchParams }: URL): string {
  if (search === "") return "";
  return [...searchParams]
    .map(([name, value]) => `${encodeForSigning(name)}=${encodeForSigning(value)}`)
    .sort(compareCodePoints)
    .join("&");
}

/** The last one: it is the same for a day, and takes four of the five keyed hashes of a signature. */
let lastKey: { readonly secret: string; readonly place: string; readonly key: KeyedHash } | undefined;

function signingKey(secret: string, place: string): KeyedHash {
  if (lastKey?.secret !== secret || lastKey.place !== place) {
    let key: Buffer = Buffer.from(`AWS4${secret}`);
    for (const part of place.split("/")) key = createHmac("sha256", key).update(part).digest();
    lastKey = { secret, place, key: new KeyedHash(key) };
  }
  return lastKey.key;
}
