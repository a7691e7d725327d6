import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Duplex, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isLodeError, type LodeError } from "@lode/core";
import { type CgiHead, readCgiHead } from "./cgi-reply.ts";
import { type GitHost, gitDirOf } from "./git-host.ts";
import { answerHook, type HookPipes, type PushQuestion, type PushVerdict } from "./push-question.ts";
import { requestInvalid, requestSteps } from "./request-steps.ts";

/** The two services of Git's smart protocol. */
export type GitService = "git-upload-pack" | "git-receive-pack";

/** One request of Git's smart HTTP protocol. */
export interface GitRequest {
  readonly repositoryId: string;
  readonly service: GitService;
  /** `refs`: what is there (GET `info/refs`). `service`: the service itself (POST). */
  readonly step: "refs" | "service";
  readonly headers: {
    readonly "content-type"?: string | undefined;
    readonly "content-encoding"?: string | undefined;
    readonly "git-protocol"?: string | undefined;
  };
  /** Who pushes, for hooks. */
  readonly userName: string | undefined;
  /** May be destroyed: what is not read is dropped. */
  readonly body: Readable;
  /** Whether the rest of the body will never come. */
  readonly isBrokenOff: () => boolean;
  /** Decides about what is pushed, before any reference moves. */
  readonly decide: (question: PushQuestion) => Promise<PushVerdict>;
  /** Hears of what keeps the decision from being made. */
  readonly onError: (error: unknown) => void;
}

/** A request that git is answering. */
export interface GitReply {
  readonly head: CgiHead;
  readonly body: Readable;
  /** Kept when git has ended; gives its exit code and what it said on standard error, cut to a few KB. */
  readonly ended: Promise<{ readonly exitCode: number; readonly stderr: string }>;
}

const STDERR_MAX_CHARS = 4096;

/**
 * Answers a request by git's own `http-backend`, streams in and out. Nothing of the request but what is checked here
 * reaches it. The caller reads the body to its end or destroys it, which ends git.
 *
 * @throws GIT_REQUEST_INVALID if the request is too large, or cannot be unpacked
 * @returns undefined if git ended without an answer
 */
export async function runHttpBackend(host: GitHost, request: GitRequest): Promise<GitReply | undefined> {
  const child = spawn("git", ["http-backend"], {
    cwd: gitDirOf(host, request.repositoryId),
    env: { ...host.context.env, ...cgiVariables(host, request) },
    stdio: ["pipe", "pipe", "pipe", "pipe", "pipe"],
  });
  const pipes = hookPipes(child.stdio);
  answerHook(pipes, gitDirOf(host, request.repositoryId), request.decide).catch((error: unknown) => {
    pipes.answer.end("refused\nlode: The server could not check this push. Its log says why.\n");
    request.onError(error);
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(0, STDERR_MAX_CHARS);
  });
  const failed = once(child, "error").then(([error]) => Promise.reject(error));
  const closed = once(child, "close").then(([code]) => ({ exitCode: typeof code === "number" ? code : 128, stderr }));
  const ended = Promise.race([closed, failed]);
  ended.catch(() => undefined);
  // Node drops what nobody listens for when a process ends, and git may have ended before its answer is read.
  const kept = (): void => undefined;
  child.stdout.on("readable", kept);
  const sent = sendBody(request, child);
  child.stdout.once("close", () => child.kill());
  // Of a clone or fetch git reads all before it answers anything but its first headers, which come too early to be true.
  const refusal = request.service === "git-upload-pack" ? await Promise.race([sent, failed]) : undefined;
  if (refusal !== undefined) {
    child.stdout.destroy();
    throw refusal;
  }
  const head = await Promise.race([readCgiHead(child.stdout), failed]);
  if (head === undefined) await ended;
  child.stdout.off("readable", kept);
  return head && { head, body: child.stdout, ended };
}

/** Gives git the body of a request, and ends git if that breaks off. @returns what is wrong with the body */
async function sendBody(
  { body, isBrokenOff, service, headers }: GitRequest,
  child: ChildProcess,
): Promise<LodeError | undefined> {
  if (child.stdin === null) return undefined;
  try {
    await pipeline([body, ...requestSteps(service, headers["content-encoding"]), child.stdin]);
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    // Git may end before it has read everything, and says why in its answer.
    if (child.exitCode === null && (isBrokenOff() || refusal !== undefined)) child.kill();
    return refusal;
  }
}

/** What is wrong with a request; undefined if it is its connection, or git, that has ended. */
function refusalOf(error: unknown): LodeError | undefined {
  if (isLodeError(error)) return error;
  const isZlib = error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
  return isZlib ? requestInvalid("it cannot be unpacked", error) : undefined;
}

/** The third and fourth pipe, as push-question.ts has them. */
function hookPipes([, , , question, answer]: readonly unknown[]): HookPipes {
  if (question instanceof Duplex && answer instanceof Duplex) return { question, answer };
  throw new TypeError("git was started without the pipes of its hook");
}

/** The variables of RFC 3875 that http-backend reads. */
function cgiVariables(host: GitHost, { repositoryId, service, step, headers, userName }: GitRequest) {
  // Without a length git reads to the end of the body, which comes even if this process is killed. For one that is promised and
  // never comes it waits in a loop that takes a whole processor, for ever.
  const optional = {
    CONTENT_TYPE: headers["content-type"],
    GIT_PROTOCOL: protocolOf(headers["git-protocol"]),
    REMOTE_USER: userName,
  };
  return {
    GIT_PROJECT_ROOT: host.dir,
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: `/${repositoryId}.git/${step === "refs" ? "info/refs" : service}`,
    QUERY_STRING: step === "refs" ? `service=${service}` : "",
    REQUEST_METHOD: step === "refs" ? "GET" : "POST",
    REMOTE_ADDR: "127.0.0.1",
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}

/** Git splits it at colons and takes what it knows; anything else is not for it. */
function protocolOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[a-z0-9=:.-]{1,100}$/.test(header) ? header : undefined;
}
