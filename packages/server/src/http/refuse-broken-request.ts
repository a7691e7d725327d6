import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ErrorBody } from "./reply-with-error.ts";

/**
 * Answers what is no HTTP, has headers larger than the server reads, or takes too long to arrive, in the form of all other
 * errors, and ends the connection.
 */
export function refuseBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return;
  if (socket.writable) socket.write(answerTo(error.code ?? ""));
  socket.destroy(error);
}

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly hint: string;
}

const TOO_LARGE: Refusal = {
  status: 431,
  message: "Cannot read the request: its address and headers are too large",
  hint: "Send less than 16 KB of them.",
};
const TOO_SLOW: Refusal = {
  status: 408,
  message: "Cannot read the request: it took too long to arrive",
  hint: "Send it again.",
};
const NO_HTTP: Refusal = {
  status: 400,
  message: "Cannot read the request: it does not follow HTTP",
  hint: "Look whether a proxy changes it.",
};

function refusalOf(code: string): Refusal {
  if (code === "HPE_HEADER_OVERFLOW") return TOO_LARGE;
  return code === "ERR_HTTP_REQUEST_TIMEOUT" ? TOO_SLOW : NO_HTTP;
}

function answerTo(code: string): string {
  const { status, message, hint } = refusalOf(code);
  const requestId = randomUUID();
  const body: ErrorBody = { error: { code: "REQUEST_INVALID", message, hint, details: {}, request_id: requestId } };
  const text = JSON.stringify(body);
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(text)}`,
    "connection: close",
    "cache-control: no-store",
    `x-request-id: ${requestId}`,
    "",
    text,
  ].join("\r\n");
}
