import { LodeError } from "../../base/lode-error.ts";
import { childText, readXml } from "../../formats/xml/read-xml.ts";
import { changedError } from "../cloud/refusal.ts";
import type { HttpAttempt } from "../http/http-errors.ts";
import type { HttpAnswer } from "../http/http-request.ts";
import { readBody } from "../http/open-body.ts";
import { retryAfter } from "../http/retry-after.ts";
import type { S3Request } from "./s3-request.ts";

/** An answer that is no success. */
export interface S3Failure {
  readonly status: number;
  /** S3's word for what is wrong, such as `NoSuchKey`; empty where the answer has none, as those to HEAD. */
  readonly code: string;
  /** In the server's words. */
  readonly message: string;
  /** The region of the bucket, if the answer names it. */
  readonly region?: string | undefined;
  /** Where a temporary redirection leads. */
  readonly location?: string | undefined;
  /** The server's clock, in milliseconds since 1970. */
  readonly dateMs?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** Reads an answer that is no success. */
export async function readFailure({ status, message }: HttpAnswer, attempt: HttpAttempt): Promise<S3Failure> {
  const { headers } = message;
  const error = readXml(String(await readBody(message, attempt)));
  const region = headers["x-amz-bucket-region"] ?? childText(error, "Region");
  const dateMs = Date.parse(headers.date ?? "");
  return {
    status,
    code: childText(error, "Code") ?? "",
    message: childText(error, "Message") ?? "",
    region: typeof region === "string" && /^[a-z0-9-]{1,40}$/.test(region) ? region : undefined,
    location: headers.location,
    dateMs: Number.isNaN(dateMs) ? undefined : dateMs,
    retryAfterMs: retryAfter(headers),
  };
}

/** The error for an answer that is no success; of kind `network` if another attempt may help. */
export function failureError(request: S3Request, failure: S3Failure): LodeError {
  const { status, code, message } = failure;
  const what = `Cannot ${request.action} '${request.shown}'`;
  const said = [`${status}`, ...(code === "" ? [] : [code])].join(" ");
  const details = {
    url: request.shown,
    status,
    ...(code !== "" && { code }),
    ...(failure.retryAfterMs !== undefined && { retryAfterMs: failure.retryAfterMs }),
  };
  const known = knownFailures[code];
  if (known !== undefined) return new LodeError(known.error, `${what}: ${known.state}`, { hint: known.hint, details });
  const reason = message === "" ? `the server answered ${said}` : `the server answered ${said}: ${sentence(message)}`;
  if (status === 401 || status === 403)
    return new LodeError("STORAGE_DENIED", `${what}: ${reason}`, { hint: DENIED, details });
  if (status === 412) return changedError(request.shown);
  if (status >= 500 || status === 408 || status === 429) {
    return new LodeError("STORAGE_UNREACHABLE", `${what}: ${reason}`, { hint: "Try again later.", details });
  }
  return new LodeError("STORAGE_REJECTED", `${what}: ${reason}`, {
    hint: "Look whether the URL and the options of the remote are right.",
    details,
  });
}

const DENIED =
  "Look whether the key may do this. Without the permission s3:ListBucket, S3 refuses in this way also what does not exist.";
const KEYS =
  "Look whether `access_key_id` and `secret_access_key`, the profile or the variables of the environment are right.";
const PASSING = "Try again later.";

interface KnownFailure {
  readonly error: "STORAGE_DENIED" | "STORAGE_REJECTED" | "STORAGE_UNREACHABLE" | "FILE_CHANGED";
  readonly state: string;
  readonly hint: string;
}

const overloaded: KnownFailure = {
  error: "STORAGE_UNREACHABLE",
  state: "the server wants fewer requests",
  hint: "Try again later, or with fewer --jobs.",
};
const expired: KnownFailure = {
  error: "STORAGE_DENIED",
  state: "the session of the key has ended",
  hint: "Sign in again, or set a new `session_token`.",
};

/** By S3's codes. Source: "Error responses" of the Amazon S3 API reference. */
const knownFailures: Readonly<Record<string, KnownFailure>> = {
  SlowDown: overloaded,
  ServiceUnavailable: overloaded,
  TooManyRequests: overloaded,
  RequestTimeout: { error: "STORAGE_UNREACHABLE", state: "the server waited too long for the data", hint: PASSING },
  OperationAborted: { error: "STORAGE_UNREACHABLE", state: "something else changes it at this moment", hint: PASSING },
  ConditionalRequestConflict: {
    error: "STORAGE_UNREACHABLE",
    state: "something else changes it at this moment",
    hint: PASSING,
  },
  NoSuchUpload: { error: "STORAGE_UNREACHABLE", state: "something else has ended the upload", hint: "Try again." },
  BadDigest: { error: "STORAGE_UNREACHABLE", state: "other bytes arrived than were sent", hint: PASSING },
  XAmzContentSHA256Mismatch: {
    error: "STORAGE_UNREACHABLE",
    state: "other bytes arrived than were sent",
    hint: PASSING,
  },
  InvalidAccessKeyId: { error: "STORAGE_DENIED", state: "the server does not know the key", hint: KEYS },
  SignatureDoesNotMatch: { error: "STORAGE_DENIED", state: "the secret half of the key is another one", hint: KEYS },
  ExpiredToken: expired,
  TokenRefreshRequired: expired,
  InvalidToken: { ...expired, state: "the server does not take the token of the session" },
  RequestTimeTooSkewed: {
    error: "STORAGE_DENIED",
    state: "the clocks of this machine and of the server differ by more than 15 minutes",
    hint: "Set the clock of this machine.",
  },
  NoSuchBucket: {
    error: "STORAGE_REJECTED",
    state: "there is no such bucket",
    hint: "Look whether the URL and `endpointurl` of the remote are right, or create the bucket.",
  },
};

/** A sentence of the server as the end of one of ours. */
function sentence(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").replace(/\.$/, "").slice(0, 300);
}
