import { type GitRepo, runInRepo, withGitConfig } from "@lode/core/engine";
import { settleHead } from "./hosted-repository.ts";

/** Where a mirrored repository comes from. */
export interface MirrorSource {
  /** Without credentials. */
  readonly url: string;
  readonly user: string;
  /** Undefined: it is asked without signing in. */
  readonly password: string | undefined;
  /** The addresses of the host, as resolveHost gives them. */
  readonly addresses: string | undefined;
}

const REFSPECS = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

/**
 * Brings a bare repository to the state of another one: its branches, tags and default branch. What no reference leads to
 * any more stays as objects. The credentials are in git's environment, and nowhere else.
 *
 * @throws GIT_FAILED, GIT_MISSING, CANCELLED
 */
export async function fetchMirrored(repo: GitRepo, source: MirrorSource, signal: AbortSignal): Promise<void> {
  const configured = { ...repo, env: configuredEnv(repo, source) };
  const listed = await runInRepo(configured, ["ls-remote", "--symref", "--", source.url, "HEAD"], { signal });
  const options = ["--prune", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--quiet"];
  await runInRepo(configured, ["fetch", ...options, "--", source.url, ...REFSPECS], { signal });
  const [, branch] = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(listed.stdout.toString("utf8")) ?? [];
  if (branch !== undefined) await followHead(repo, branch);
  await settleHead(repo);
}

async function followHead(repo: GitRepo, branch: string): Promise<void> {
  const found = await runInRepo(repo, ["rev-parse", "--quiet", "--verify", branch], { okExits: [1, 128] });
  if (found.exitCode === 0) await runInRepo(repo, ["symbolic-ref", "HEAD", branch]);
}

function configuredEnv({ env }: GitRepo, { user, password, addresses }: MirrorSource): GitRepo["env"] {
  const config: Readonly<Record<string, string>> = {
    "protocol.allow": "never",
    "protocol.http.allow": "always",
    "protocol.https.allow": "always",
    // The address was checked; where a server sends us was not.
    "http.followRedirects": "false",
    ...(addresses !== undefined && { "http.curloptResolve": addresses }),
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "60",
    "fetch.fsckObjects": "true",
    ...(password !== undefined && { "http.extraHeader": authorization(user, password) }),
  };
  return Object.entries(config).reduce((all, [key, value]) => withGitConfig(all, key, value), env);
}

function authorization(user: string, password: string): string {
  return `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
