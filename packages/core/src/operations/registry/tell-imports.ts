import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { gitConfigGet, remoteUrl } from "../../git/git-config.ts";
import type { GitRepo } from "../../git/git-repo.ts";
import { publicGitUrl } from "../../git/mirror/public-git-url.ts";
import type { Project } from "../../project/project.ts";
import { apiPath, RegistryClient } from "../../remotes/registry/registry-client.ts";
import { registryPlace } from "../../remotes/registry/registry-place.ts";
import { findServer } from "../../source/served/registry-server.ts";

/** Data that was imported from another repository. */
export interface ToldImport {
  /** The address of the source, as the `.dvc` file has it. */
  readonly url: string;
  /** Of the data, from the root of the source. */
  readonly path: string;
  /** What the import follows; undefined: the default branch. */
  readonly rev: string | undefined;
  readonly commit: string;
}

/** What telling may take in all, in ms; a server that needs longer is not told. */
const TIME_LIMIT_MS = 2000;
/** The most that a server takes at once. */
const ITEMS_MAX = 1000;
/** The switch in Git's configuration, as `git config lode.registerImports false` sets it. */
const SWITCH = "lode.registerImports";

/**
 * Tells the registry servers that imports come from who imports what: the URL of this project's `origin` without
 * credentials, the path, the revision and the commit. Only for a project whose context wants it, and whose Git
 * configuration does not forbid it. Nothing that goes wrong here is an error, and nothing waits for longer than two seconds.
 */
export async function tellImports(
  project: Project,
  imports: readonly ToldImport[],
  { signal }: Pick<RunContext, "signal">,
): Promise<void> {
  const { context, git } = project;
  const ofWeb = imports.filter(({ url }) => registryPlace(url)?.name !== undefined);
  if (ofWeb.length === 0 || git === undefined || !context.tellsImports || context.offline) return;
  const timeLimit = AbortSignal.timeout(TIME_LIMIT_MS);
  const limited = signal === undefined ? timeLimit : AbortSignal.any([signal, timeLimit]);
  try {
    const told = await toldUrl(git.repo);
    if (told === undefined) return;
    for (const [url, ofSource] of Map.groupBy(ofWeb, (item) => item.url)) {
      await tellServer({ url, project: told, imports: ofSource }, { context, signal: limited });
    }
  } catch (error) {
    if (!isLodeError(error)) throw error;
  }
}

/** What others may know this project by; undefined if they may not, or if there is nothing. */
async function toldUrl(repo: GitRepo): Promise<string | undefined> {
  if (/^(false|no|off|0)$/i.test((await gitConfigGet(repo, SWITCH)) ?? "")) return undefined;
  const url = await remoteUrl(repo);
  return url === undefined ? undefined : publicGitUrl(url);
}

interface Telling {
  /** Of the source. */
  readonly url: string;
  /** Of this project. */
  readonly project: string;
  readonly imports: readonly ToldImport[];
}

async function tellServer(
  { url, project, imports }: Telling,
  { context, signal }: { readonly context: Project["context"]; readonly signal: AbortSignal },
): Promise<void> {
  // Other web servers are not to hear of it, and which they are may be known since the source was opened.
  const found = await findServer(url, { context, signal });
  if (found === "none" || found === "denied") return;
  const { serverUrl = "", namespace = "", name = "" } = registryPlace(url) ?? {};
  await using client = new RegistryClient({
    url: serverUrl,
    env: context.git.env,
    findToken: context.findToken && (() => context.findToken?.(url)),
  });
  const path = apiPath("repositories", namespace, name, "imports");
  for (let start = 0; start < imports.length; start += ITEMS_MAX) {
    const items = imports.slice(start, start + ITEMS_MAX).map((item) => ({
      path: item.path,
      commit: item.commit,
      ...(item.rev !== undefined && { rev: item.rev }),
    }));
    await client.ask({ path, body: { project, items }, signal });
  }
}
