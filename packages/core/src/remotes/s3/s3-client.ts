import { hash } from "node:crypto";
import { CloudClient } from "../cloud/cloud-client.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { bucketUrl } from "./bucket-url.ts";
import { failureError, readFailure, type S3Failure } from "./s3-failure.ts";
import type { S3Request } from "./s3-request.ts";
import type { S3Settings } from "./s3-settings.ts";
import { encodeForSigning, encodeKey, signRequest, UNSIGNED_PAYLOAD } from "./sign-request.ts";

/** The answer to a request that succeeded, and the request as it was sent. Its reader consumes or destroys the message. */
export interface S3Answer extends HttpAnswer {
  readonly request: HttpRequest;
}

/** How a request ended. */
export type S3Result = { readonly answer: S3Answer } | { readonly failure: S3Failure };

/** A bucket may tell its region, then a temporary place, and the server its clock. */
const MAX_ATTEMPTS = 4;
/** S3 refuses a signature that is 15 minutes off. */
const MAX_SKEW_MS = 5 * 60_000;

/** Sends signed requests about one bucket. What it learns of the bucket's region and the server's clock, it keeps. */
export class S3Client {
  readonly settings: S3Settings;
  readonly #cloud: CloudClient;
  #region: string;
  #bucketUrl: URL;
  #skewMs = 0;

  constructor(settings: S3Settings) {
    const { connection, connectTimeoutMs, readTimeoutMs } = settings;
    this.settings = settings;
    this.#region = settings.region;
    this.#bucketUrl = this.#urlOfBucket();
    this.#cloud = new CloudClient({
      env: connection.proxyEnv,
      trust: connection,
      connectTimeoutMs,
      readTimeoutMs,
      authorize: (request) => this.#sign(request),
    });
  }

  /** @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, FILE_CHANGED, CREDENTIALS_MISSING, CANCELLED */
  async send(request: S3Request): Promise<S3Answer> {
    const result = await this.attempt(request);
    if ("failure" in result) throw failureError(request, result.failure);
    return result.answer;
  }

  /** Like `send`, but gives what the server refuses, too. @throws STORAGE_UNREACHABLE, CREDENTIALS_MISSING, CANCELLED */
  async attempt(request: S3Request): Promise<S3Result> {
    let elsewhere: URL | undefined;
    for (let attempt = 1; ; attempt++) {
      const sent = this.#httpRequest(request, elsewhere);
      const answer = await this.#cloud.send(sent);
      if (answer.status < 300) return { answer: { ...answer, request: sent } };
      const failure = await readFailure(answer, sent);
      elsewhere = temporaryPlace(failure, sent.url);
      if (attempt >= MAX_ATTEMPTS || (elsewhere === undefined && !this.#learn(failure))) return { failure };
    }
  }

  /** Ends the connections; a request that comes later opens new ones. */
  close(): Promise<void> {
    return this.#cloud.close();
  }

  /** @returns whether the request may succeed now */
  #learn({ status, code, region, dateMs }: S3Failure): boolean {
    const isElsewhere = status === 301 || status === 400 || status === 403;
    if (isElsewhere && region !== undefined && region !== this.#region) {
      this.#region = region;
      this.#bucketUrl = this.#urlOfBucket();
      return true;
    }
    const mayBeSkewed = code === "RequestTimeTooSkewed" || (status === 403 && code === "");
    if (!mayBeSkewed || dateMs === undefined) return false;
    if (Math.abs(dateMs - Date.now() - this.#skewMs) < MAX_SKEW_MS) return false;
    this.#skewMs = dateMs - Date.now();
    return true;
  }

  #urlOfBucket(): URL {
    return bucketUrl(this.settings.place.container, this.#region, this.settings.endpoint);
  }

  #httpRequest(request: S3Request, elsewhere: URL | undefined): HttpRequest {
    const { method, key, query = {}, headers, body, inPieces, signal, action, shown } = request;
    const search = Object.entries(query).map(([name, value]) => `${encodeForSigning(name)}=${encodeForSigning(value)}`);
    const url = elsewhere ?? new URL(`${this.#bucketUrl.href}${encodeKey(key)}`);
    if (elsewhere === undefined && search.length > 0) url.search = search.sort().join("&");
    return {
      method,
      url,
      headers: headers ?? {},
      ...(body !== undefined && { body: { sizeBytes: body.length, content: body } }),
      inPieces,
      signal,
      action,
      shown,
    };
  }

  async #sign(request: HttpRequest): Promise<HttpRequest> {
    const credentials = await this.settings.credentials();
    if (credentials === undefined) return request;
    const { method, url, headers = {} } = request;
    const unsigned = { method, url, headers, payloadHash: hashPayload(request) };
    const scope = { region: this.#region, service: "s3", nowMs: Date.now() + this.#skewMs };
    return { ...request, headers: signRequest(unsigned, credentials, scope) };
  }
}

/**
 * A body is signed, unless TLS protects it and it has a checksum. It is hashed in this thread: to do so in another one, Node
 * makes a copy first, which costs more than the hashing.
 */
function hashPayload({ url, headers, body }: HttpRequest): string {
  const content = body?.content;
  if (!Buffer.isBuffer(content)) return EMPTY_HASH;
  if (url.protocol === "https:" && headers?.["content-md5"] !== undefined) return UNSIGNED_PAYLOAD;
  return hash("sha256", content);
}

const EMPTY_HASH = hash("sha256", "");

/** A bucket that is new is reached under another name for a while. TLS is not given up for it. */
function temporaryPlace({ status, location }: S3Failure, from: URL): URL | undefined {
  const url = status === 307 && location !== undefined ? URL.parse(location, from.href) : null;
  return url !== null && (url.protocol === "https:" || from.protocol === "http:") ? url : undefined;
}
