import { LodeError } from "../../base/lode-error.ts";
import { what } from "../http/http-errors.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { retryAfter } from "../http/retry-after.ts";

/** Why a service refused a request, in its own words. */
export interface Refusal {
  readonly request: HttpRequest;
  readonly answer: HttpAnswer;
  /** The service's own sentence or code; empty if it gave none. */
  readonly reason: string;
  /** What to do where access is denied. */
  readonly deniedHint: string;
}

/**
 * The error for an answer that is no success. Its kind is `network` if another attempt may help: the service is
 * overloaded, has failed, or got other bytes than were sent. `details.retryAfterMs` is how long it wants to be left alone.
 */
export function refusalError({ request, answer, reason, deniedHint }: Refusal): LodeError {
  const { status, message } = answer;
  const said = `the service answered ${status} ${message.statusMessage ?? ""}`.trimEnd();
  const text = `${what(request)}: ${reason === "" ? said : `${said} (${reason.trim().replace(/\.$/, "")})`}`;
  const retryAfterMs = retryAfter(message.headers);
  const details = { url: request.shown, status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
  if (status === 401 || status === 403) return new LodeError("STORAGE_DENIED", text, { hint: deniedHint, details });
  if (isPassing(status)) return new LodeError("STORAGE_UNREACHABLE", text, { hint: "Try again later.", details });
  return new LodeError("STORAGE_REJECTED", text, {
    hint: "Look whether the URL and the options of the remote are right.",
    details,
  });
}

function isPassing(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}

/** The error for a file that has another content than the one that is wanted. */
export function changedError(shown: string): LodeError {
  return new LodeError("FILE_CHANGED", `Cannot read '${shown}': it has been replaced meanwhile`, {
    hint: "Run the command again.",
    details: { url: shown },
  });
}

/** The error for a file that arrived at the service with other bytes than were sent; another attempt may help. */
export function damagedError(shown: string): LodeError {
  return new LodeError("STORAGE_UNREACHABLE", `Cannot write '${shown}': the service got other bytes than were sent`, {
    hint: "Try again.",
    details: { url: shown },
  });
}
