import { join } from "node:path";
import {
  committedProjects,
  describeLocation,
  type GitContext,
  type GitReaders,
  type GitRepo,
  type HashName,
  isPushed,
  loadIndex,
  type Oid,
  ownedOutputs,
  type Project,
  type ProjectContext,
  resolveRemote,
} from "@lode/core/engine";
import type { RepositoryName } from "./repositories.ts";

/** An output of a commit whose object is to be in this server. */
export interface StoredOutput {
  readonly hashName: HashName;
  readonly oid: Oid;
  /** From the root of the repository. */
  readonly path: string;
}

/** What core takes of a machine, for projects in which nobody works: no configuration but that of the commits. */
export function serverProjectContext(dataDir: string, git: GitContext): ProjectContext {
  const nowhere = join(dataDir, "no-config");
  return {
    cwd: dataDir,
    homeDir: dataDir,
    systemConfigDir: nowhere,
    globalConfigDir: nowhere,
    userCacheDir: join(dataDir, "cache"),
    git,
    commandLine: "lode serve",
    offline: true,
  };
}

/**
 * Lists the outputs of a commit that are pushed to this server: those of remotes whose address is this repository's, and
 * those of projects that name no remote. What goes to other storage is no business of ours.
 *
 * @throws what reading the commit's configuration and stage files throws
 */
export async function storedOutputs(
  at: { readonly repo: GitRepo; readonly context: ProjectContext; readonly name: RepositoryName },
  commit: string,
  readers: GitReaders,
): Promise<readonly StoredOutput[]> {
  const found: StoredOutput[] = [];
  for (const { project, prefix } of await committedProjects(at, commit, readers)) {
    for (const owned of ownedOutputs((await loadIndex(project)).stages)) {
      const { oid, hashName, location, entry } = owned.output;
      if (oid === undefined || !isPushed(owned, undefined) || !isHere(project, entry.remote, at.name)) continue;
      const path = describeLocation(location);
      found.push({ oid, hashName, path: prefix === "" ? path : `${prefix}/${path}` });
    }
  }
  return found;
}

function isHere({ config }: Project, remote: string | undefined, { namespace, name }: RepositoryName): boolean {
  const chosen = remote ?? config.core.remote;
  if (chosen === undefined) return true;
  // The host is not compared: it is another one behind each proxy.
  const { scheme, url } = resolveRemote(config, chosen);
  return (scheme === "http" || scheme === "https") && url.replace(/\/+$/, "").endsWith(`/${namespace}/${name}/dvc`);
}
