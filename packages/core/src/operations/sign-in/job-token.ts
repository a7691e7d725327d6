import { resolve } from "node:path";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { textField } from "../../base/parse-json.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { HttpClient } from "../../remotes/http/http-client.ts";
import { answerError } from "../../remotes/http/http-errors.ts";
import { httpSettings } from "../../remotes/http/http-settings.ts";
import { readJson } from "../../remotes/http/read-json.ts";
import { refuseOffline } from "./open-server.ts";
import type { SignInContext } from "./sign-in-context.ts";

/** Where the token is with which a service that runs jobs says which job this is. */
export type JobTokenSource =
  | { readonly kind: "text"; readonly token: string }
  /** A path, relative to `cwd`. */
  | { readonly kind: "file"; readonly path: string; readonly cwd: string }
  /** GitHub Actions gives one to whoever shows it `requestToken`. */
  | { readonly kind: "github"; readonly requestUrl: string; readonly requestToken: string };

/** A token has some thousand letters. */
const ANSWER_MAX_BYTES = 1_000_000;

/** For whom the token is, and how the service that gives it is reached. */
export interface JobTokenContext extends Pick<SignInContext, "git" | "offline"> {
  /** The address of the server. */
  readonly audience: string;
}

/**
 * Gets the token of a job.
 *
 * @throws JOB_TOKEN_MISSING, OFFLINE, IO_FAILED, URL_INVALID, STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE
 */
export async function getJobToken(source: JobTokenSource, context: JobTokenContext, run: RunContext): Promise<string> {
  const { audience } = context;
  if (source.kind === "github") refuseOffline(audience, context);
  switch (source.kind) {
    case "text":
      return checked(source.token, "the environment");
    case "file": {
      const path = resolve(source.cwd, source.path);
      return checked(readTextIfExists(path), `"${path}"`);
    }
    case "github":
      return checked(await askGithub(source, context, run), "the answer of GitHub Actions");
  }
}

async function askGithub(
  { requestUrl, requestToken }: Extract<JobTokenSource, { kind: "github" }>,
  { audience, git }: JobTokenContext,
  { signal }: RunContext,
): Promise<string | undefined> {
  const settings = httpSettings({ url: requestUrl, options: new Map(), env: git.env });
  const value = `Bearer ${requestToken}`;
  const client = new HttpClient(requestUrl, {
    ...settings,
    credentials: { kind: "header", name: "authorization", value },
  });
  try {
    const url = new URL(requestUrl);
    url.searchParams.set("audience", audience);
    const request = { action: "get a token of the job from", method: "GET", url, shown: url.origin, signal };
    const { status, message } = await client.send(request);
    if (status !== 200) {
      message.destroy();
      throw answerError(request, message);
    }
    return textField(await readJson(message, request, ANSWER_MAX_BYTES), "value");
  } finally {
    await client.close();
  }
}

function checked(token: string | undefined, place: string): string {
  const trimmed = token?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw jobTokenMissing(`there is none in ${place}`);
}

/** The error for a job without a token. */
function jobTokenMissing(state: string): LodeError {
  return new LodeError("JOB_TOKEN_MISSING", `Cannot sign in with the token of a job: ${state}`, {
    hint: "Let the service that runs the job give it one: docs/sign-in.md says how for GitHub Actions and GitLab.",
  });
}
