import { isLodeError } from "../../base/lode-error.ts";
import { keepLimits } from "../../project/known-limits.ts";
import { serverAccess } from "../../project/server-access.ts";
import { BatchConnection } from "../../remotes/batch/batch-connection.ts";
import { CommitClient } from "../../remotes/batch/commit-client.ts";
import {
  defaultRetries,
  pauseBefore,
  type RetryOptions,
  retryAfterMs,
  retryPassing,
} from "../../remotes/retry-passing.ts";
import type { SourceContext } from "../source-context.ts";
import { ServedObjects } from "./served-objects.ts";

/** A repository of a registry server that sends commits (docs/protocol.md), so that nothing has to be cloned. */
export interface RegistryServer {
  /** As the user wrote it, without credentials. */
  readonly address: string;
  /** The address of the repository's remote; it may hold credentials. */
  readonly remoteUrl: URL;
  readonly client: CommitClient;
  readonly objects: ServedObjects;
}

/** Whether an address is that of such a server; `denied`: a web server is there that wants other credentials. */
export type FoundServer = RegistryServer | "denied" | "none";

/** Other servers must not hold anybody up: git asks them anyway. */
const PATIENCE = new Map([
  ["connect_timeout", 10],
  ["read_timeout", 20],
]);

/** On whose behalf a server is asked. */
type Asking = Pick<SourceContext, "context" | "signal" | "onEvent">;

/**
 * Asks, once for each context, whether a Git URL is a repository of a registry server. One that cannot be reached is
 * none: git may know another way to it.
 */
export function findServer(url: string, source: Asking): Promise<FoundServer> {
  const remoteUrl = remoteUrlOf(url);
  if (remoteUrl === undefined || source.context.offline === true) return Promise.resolve("none");
  const servers = known.get(source.context) ?? new Map<string, Promise<FoundServer>>();
  known.set(source.context, servers);
  const asked = servers.get(remoteUrl.href) ?? discover(remoteUrl, source);
  servers.set(remoteUrl.href, asked);
  asked.catch(() => servers.delete(remoteUrl.href));
  return asked;
}

/** A context lives as long as the command. */
const known = new WeakMap<SourceContext["context"], Map<string, Promise<FoundServer>>>();

/** The address of DVC's remote of a repository of a server, were it one; undefined for what is no address of the web. */
function remoteUrlOf(gitUrl: string): URL | undefined {
  const url = /^https?:\/\//i.test(gitUrl) ? URL.parse(gitUrl) : null;
  const path = url?.pathname.replace(/\/+$/, "").replace(/\.git$/, "") ?? "";
  if (url === null || url.hostname === "" || !/[^/]\/[^/]/.test(path)) return undefined;
  const remote = new URL(url);
  remote.pathname = `${path}/dvc`;
  remote.search = "";
  remote.hash = "";
  return remote;
}

async function discover(remoteUrl: URL, { context, signal, onEvent }: Asking): Promise<FoundServer> {
  try {
    const patient = new BatchConnection(serverAccess(remoteUrl.href, context, PATIENCE));
    const ask = () => whileBroken(() => patient.discover(signal));
    const { status, limits } = await untilFree(ask, { signal, onEvent });
    if (limits?.gitIdsMax === undefined) return status === 401 || status === 403 ? "denied" : "none";
    keepLimits(context, remoteUrl.href, limits);
    const client = new CommitClient(new BatchConnection(serverAccess(remoteUrl.href, context)));
    const address = addressOf(remoteUrl);
    const { gitIdsMax } = limits;
    const objects = new ServedObjects(client, { address, gitIdsMax, scratchDir: context.userCacheDir, onEvent });
    return { address, remoteUrl, client, objects };
  } catch (error) {
    if (isLodeError(error) && error.code !== "CANCELLED") return "none";
    throw error;
  }
}

/** Tries again if the connection broke off: the server is there. */
async function whileBroken<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || !isLodeError(error) || error.details.errno !== "ECONNRESET") throw error;
    }
  }
}

const ATTEMPTS = 4;

/** Tries again if the server is there and wants to be left alone for a while. */
async function untilFree<Answer>(
  ask: () => Promise<Answer>,
  { signal, onEvent }: Pick<RetryOptions, "onEvent"> & { readonly signal: AbortSignal | undefined },
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (retryAfterMs(error) === undefined) throw error;
    await pauseBefore(1, { ...defaultRetries, error, onEvent }, signal);
    return await retryPassing(ask, { ...defaultRetries, onEvent }, signal);
  }
}

/** What may be shown. */
function addressOf(remoteUrl: URL): string {
  const url = new URL(remoteUrl);
  url.username = "";
  url.password = "";
  return url.href.replace(/\/dvc$/, "");
}
