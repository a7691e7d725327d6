import { getJobToken, type JobTokenSource, LodeError, type SignInMethod } from "@lode/core";
import type { CommandContext } from "../command.ts";
import { signInContext } from "../project-context.ts";

/** What the options say about a sign-in of a job. */
interface JobOptions {
  readonly url: string;
  /** The path of a file with the token, if one was given. */
  readonly jobToken: { readonly text: string | undefined };
  readonly repository: string | undefined;
}

/** Signs in as a job of a service that runs jobs. @throws what getJobToken throws, COMMAND_LINE_INVALID without a repository */
export async function jobMethod(options: JobOptions, context: CommandContext): Promise<SignInMethod> {
  const repository = options.repository ?? repositoryOf(options.url);
  if (repository === undefined) throw repositoryMissing();
  const audience = URL.parse(options.url)?.origin ?? options.url;
  const source = sourceOf(options.jobToken.text, context);
  const jobToken = await getJobToken(source, { ...signInContext(context), audience }, context);
  return { kind: "job", jobToken, repository };
}

function sourceOf(path: string | undefined, { cwd, environment }: CommandContext): JobTokenSource {
  if (path !== undefined) return { kind: "file", path, cwd };
  const { variables } = environment;
  const { LODE_JOB_TOKEN, ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN } = variables;
  if (!LODE_JOB_TOKEN && ACTIONS_ID_TOKEN_REQUEST_URL && ACTIONS_ID_TOKEN_REQUEST_TOKEN) {
    return {
      kind: "github",
      requestUrl: ACTIONS_ID_TOKEN_REQUEST_URL,
      requestToken: ACTIONS_ID_TOKEN_REQUEST_TOKEN,
    };
  }
  return { kind: "text", token: LODE_JOB_TOKEN ?? "" };
}

function repositoryOf(url: string): string | undefined {
  const [, namespace, name] = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/?$/.exec(URL.parse(url)?.pathname ?? "") ?? [];
  return namespace && name ? `${namespace}/${name}` : undefined;
}

function repositoryMissing(): LodeError {
  return new LodeError("COMMAND_LINE_INVALID", "Cannot sign in as a job: no repository is named", {
    hint: "Name the one that the job works with: --repository acme/animals",
  });
}
