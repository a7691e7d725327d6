import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { connectionFailure } from "../connection-failure.ts";
import type { HttpMessage } from "./http-message.ts";
import { retryAfter } from "./retry-after.ts";

/** What was asked of a web server: an infinitive, such as `read`, and the whole URL. */
export interface HttpAttempt {
  readonly action: string;
  readonly url: string | URL;
  /** What the user calls the place. Default: the URL without its secrets. */
  readonly shown?: string | undefined;
}

/**
 * The error for an answer that is no success. `network` is its kind if another attempt may help: the server is
 * overloaded, has failed, or has locked the resource for the moment.
 */
export function statusError(attempt: HttpAttempt, status: number, statusText = ""): LodeError {
  const answer = `the server answered ${status} ${statusText}`.trimEnd();
  const details = { url: shownUrl(attempt), status };
  const message = `${what(attempt)}: ${answer}`;
  if (status === 401 || status === 403 || status === 407) {
    const hint = status === 407 ? PROXY_LOGIN_HINT : DENIED_HINT;
    return new LodeError("STORAGE_DENIED", message, { hint, details });
  }
  if (status === 507) return new LodeError("STORAGE_REJECTED", message, { hint: FULL_HINT, details });
  if ((status >= 500 && status !== 501) || status === 408 || status === 423 || status === 425 || status === 429) {
    return new LodeError("STORAGE_UNREACHABLE", message, { hint: "Try again later.", details });
  }
  return new LodeError("STORAGE_REJECTED", message, { hint: "Look whether the URL is the right one.", details });
}

/** The same for an answer, which may say how long the server wants to be left alone (`details.retryAfterMs`). */
export function answerError(attempt: HttpAttempt, { statusCode = 0, statusMessage, headers }: HttpMessage): LodeError {
  const error = statusError(attempt, statusCode, statusMessage);
  const retryAfterMs = retryAfter(headers);
  if (error.kind !== "network" || retryAfterMs === undefined) return error;
  const details = { ...error.details, retryAfterMs };
  return new LodeError(error.code, error.message, { hint: "Try again later.", details });
}

const FULL_HINT = "There is no room left where it goes: tell the owner of the server; what has arrived stays.";

const DENIED_HINT =
  "Sign in with `lode login`, if it is a registry server; else set the login of the remote, such as `user` and `password`, with `lode remote modify --local`, or look whether it is right.";

/** What to do where a proxy wants to know who asks. */
export const PROXY_LOGIN_HINT =
  "Write the login at the proxy, as `user:password@`, before the host in the variables `http_proxy` and `https_proxy`.";

/** The error for a server that did not answer, or broke off. An error that was made here already is returned as it is. */
export function connectionError(attempt: HttpAttempt, cause: unknown): unknown {
  if (cause instanceof LodeError || !(cause instanceof Error)) return cause;
  const errno = "code" in cause ? String(cause.code) : "";
  const details = { url: shownUrl(attempt), ...(errno !== "" && { errno }) };
  if (UNTRUSTED.test(errno)) {
    const message = `${what(attempt)}: the certificate of the server cannot be trusted`;
    return new LodeError("STORAGE_REJECTED", message, { hint: UNTRUSTED_HINT, details, cause });
  }
  return new LodeError("STORAGE_UNREACHABLE", `${what(attempt)}: ${connectionFailure(cause)}`, {
    hint:
      errno === "EPROTO" ? NO_TLS_HINT : "Look whether the URL is right and the server runs; what has arrived stays.",
    details,
    cause,
  });
}

/** Codes of OpenSSL and of Node about certificates, which no other attempt will change. */
const UNTRUSTED = /CERT|SIGNATURE|ERR_TLS/;
const UNTRUSTED_HINT =
  "Name a file with the certificates to trust in the variable NODE_EXTRA_CA_CERTS, or for a remote in its `ssl_verify`; NODE_USE_SYSTEM_CA=1 trusts those that the system trusts.";

const NO_TLS_HINT =
  "Look whether the port is right: a server without TLS has a URL that begins with `http:` or `webdav:`, not with `https:` or `webdavs:`.";

/** The error for a server that was silent for too long. */
export function timeoutError(attempt: HttpAttempt, timeoutMs: number): LodeError {
  return new LodeError("STORAGE_UNREACHABLE", `${what(attempt)}: no answer in ${timeoutMs / 1000} s`, {
    hint: "Allow it more time with the options of the remote whose names end in `timeout`, or try again later.",
    details: { url: shownUrl(attempt), timeoutMs },
  });
}

/** The error for a request that cannot be sent because of what is configured for its headers. */
export function headerError(attempt: HttpAttempt, cause: unknown): LodeError {
  return new LodeError("CONFIG_INVALID", `${what(attempt)}: a header cannot hold what is configured for it`, {
    hint: "Look at the token or the password of the remote, and at `custom_auth_header`: no line breaks, and no letters beyond Latin-1.",
    details: { url: shownUrl(attempt) },
    cause,
  });
}

/** The error for a redirection that is not followed. */
export function redirectError(attempt: HttpAttempt, reason: string): LodeError {
  return new LodeError("STORAGE_REJECTED", `${what(attempt)}: ${reason}`, {
    hint: "Use the URL that the server redirects to.",
    details: { url: shownUrl(attempt) },
  });
}

/** The error for credentials that are not configured. */
export function credentialsMissing(url: string, reason: string): LodeError {
  return new LodeError("CREDENTIALS_MISSING", `Cannot sign in to '${redactUrl(url)}': ${reason}`, {
    hint: "Set them with `lode remote modify --local`, which keeps them out of Git.",
    details: { url: redactUrl(url) },
  });
}

/** What a request was about, as messages begin. */
export function what(attempt: HttpAttempt): string {
  return `Cannot ${attempt.action} '${shownUrl(attempt)}'`;
}

function shownUrl({ url, shown }: HttpAttempt): string {
  return shown ?? redactUrl(String(url));
}
