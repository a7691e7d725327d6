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

/** An output of a commit that has an object. */
export interface CommittedOutput {
  readonly hashName: HashName;
  readonly oid: Oid;
  /** From the root of the repository. */
  readonly path: string;
  /** As recorded; undefined if nothing is. */
  readonly sizeBytes: number | undefined;
  /** Number of files, of a directory whose record has it. */
  readonly files: number | undefined;
  readonly description: string | undefined;
  readonly type: string | undefined;
  readonly labels: readonly string[];
  /** Whether its object is to be in this server. */
  readonly isStoredHere: boolean;
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

/** Where commits are read. */
export interface CommitPlace {
  readonly repo: GitRepo;
  readonly context: ProjectContext;
  readonly name: RepositoryName;
}

/**
 * Lists the outputs of a commit, those of all its projects. An output is to be in this server if it is pushed to a remote
 * whose address is this repository's, or if its project names no remote; what goes to other storage is no business of ours.
 *
 * @throws what reading the commit's configuration and stage files throws
 */
export async function committedOutputs(
  at: CommitPlace,
  commit: string,
  readers: GitReaders,
): Promise<readonly CommittedOutput[]> {
  const found: CommittedOutput[] = [];
  for (const { project, prefix } of await committedProjects(at, commit, readers)) {
    for (const owned of ownedOutputs((await loadIndex(project)).stages)) {
      const { oid, hashName, location, entry, cached } = owned.output;
      if (oid === undefined || !cached) continue;
      const path = describeLocation(location);
      found.push({
        oid,
        hashName,
        path: prefix === "" ? path : `${prefix}/${path}`,
        sizeBytes: entry.size,
        files: entry.nfiles,
        description: entry.desc,
        type: entry.type,
        labels: entry.labels ?? [],
        isStoredHere: isPushed(owned, undefined) && isHere(project, entry.remote, at.name),
      });
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
