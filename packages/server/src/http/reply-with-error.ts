import { isLodeError } from "@lode/core";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { describeRefused } from "./describe-refused.ts";
import { statusOf } from "./error-status.ts";
import { storageFull } from "./storage-full.ts";

/** How an error is told to clients; the same fields as the command line's `--json`, and the id under which it is logged. */
export interface ErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly details: Readonly<Record<string, unknown>>;
    readonly request_id: string;
  };
}

/** Tells an error to the client. What is no client's business is logged and told as `UNEXPECTED` without its text. */
export function replyWithError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  if (isBrokenOff(error, reply)) {
    request.log.info({ reason: error.message }, "request broken off");
    void reply.code(CLIENT_GONE).send();
    return;
  }
  const { status, code, message, hint, details } = describe(storageFull(error) ?? error);
  // That there is too much to do says nothing of where; a flood must not fill the log with stacks.
  if (status === 503 || status === 507)
    request.log.warn({ code, reason: message, cause: causeOf(error) }, "request put off");
  else if (status >= 500) request.log.error({ err: error }, "request failed");
  if (status === 401) void reply.header("www-authenticate", 'Basic realm="Lode", charset="UTF-8"');
  if (status === 503) void reply.header("retry-after", "1");
  if (status === 429) void reply.header("retry-after", String(details.retry_after_seconds ?? 1));
  // What was said of another answer is not true of this one.
  for (const header of CONTENT_HEADERS) void reply.removeHeader(header);
  void reply.header("cache-control", "no-store");
  const body: ErrorBody = { error: { code, message, hint, details, request_id: request.id } };
  void reply.code(status).type("application/json; charset=utf-8").send(body);
}

/** For the log and the metrics; as nginx calls it. */
const CLIENT_GONE = 499;

const CONTENT_HEADERS = ["accept-ranges", "content-encoding", "content-length", "content-range", "etag"];

/** Whether nobody is there any more to be answered, and the error says no more than that. */
function isBrokenOff(error: Error, { raw }: FastifyReply): boolean {
  return raw.destroyed && "code" in error && BROKEN_OFF.has(String(error.code));
}

/** What Node says of a stream whose connection has ended; what becomes of a git that is ended for it. */
const BROKEN_OFF: ReadonlySet<string> = new Set(["ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "GIT_FAILED"]);

/** What the owner of the server may know, and its clients need not. */
function causeOf({ cause }: Error): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}

interface Description {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const BEHIND = "Cannot answer now: what the server keeps its data in does not answer it";
const AGAIN = "Try again in a moment; if it stays so, tell the owner of the server the id of the request.";

function describe(error: FastifyError | Error): Description {
  if (isLodeError(error) && statusOf(error) !== 500) {
    const { code, message, details } = error;
    // Where the server keeps what, and why that does not answer, is its owner's business and in the log.
    if (/^(DATABASE|STORAGE)_/.test(code)) return { status: 503, code, message: BEHIND, hint: AGAIN, details: {} };
    return { status: statusOf(error), code, message, hint: error.hint ?? null, details };
  }
  const refused = describeRefused(error);
  if (refused !== undefined) return { code: "REQUEST_INVALID", details: {}, ...refused };
  const message = "Cannot answer: something went wrong in the server";
  const hint = "Tell the owner of the server the id of the request.";
  return { status: 500, code: "UNEXPECTED", message, hint, details: {} };
}
