import { join } from "node:path";
import {
  type CommittedProject,
  committedProjects,
  describeLocation,
  type GitContext,
  type GitReaders,
  type GitRepo,
  type HashName,
  isPushed,
  type LoadIndexOptions,
  loadIndex,
  type Oid,
  type OwnedOutput,
  ownedOutputs,
  type Project,
  type ProjectContext,
  resolveRemote,
} from "@lode/core/engine";
import { type Json, jsonOfYaml } from "./json-of-yaml.ts";
import { type OutputOrigin, originOf } from "./output-origin.ts";
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
  /** Of the output, or of its `.dvc` file. */
  readonly meta: Json;
  /** The `.dvc` file or `dvc.yaml` that has it, from the root of the repository. */
  readonly file: string;
  readonly origin: OutputOrigin;
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
  for (const project of await committedProjects(at, commit, readers)) {
    found.push(...(await projectOutputs(project, at.name)));
  }
  return found;
}

/** The same of one project of a commit. @param name of the repository */
export async function projectOutputs(
  { project, prefix }: CommittedProject,
  name: RepositoryName,
  options: LoadIndexOptions = {},
): Promise<readonly CommittedOutput[]> {
  const { stages } = await loadIndex(project, options);
  return Array.from(ownedOutputs(stages)).flatMap((owned) => {
    const { oid, hashName, cached, entry } = owned.output;
    if (oid === undefined || !cached) return [];
    const isStoredHere = isPushed(owned, undefined) && isHere(project, entry.remote, name);
    return [{ oid, hashName, ...recordedState(owned, prefix), isStoredHere }];
  });
}

/** What the file of an output says of it. */
function recordedState({ output, stage }: OwnedOutput, prefix: string) {
  const { location, entry } = output;
  const own = stage.dvcFile?.file;
  return {
    path: inRepository(describeLocation(location), prefix),
    sizeBytes: entry.size,
    files: entry.nfiles,
    description: entry.desc ?? own?.desc,
    type: entry.type,
    labels: entry.labels ?? [],
    meta: jsonOfYaml(entry.meta ?? own?.meta ?? null),
    file: inRepository(stage.file, prefix),
    origin: originOf(stage, prefix),
  };
}

function inRepository(path: string, prefix: string): string {
  return prefix === "" ? path : `${prefix}/${path}`;
}

function isHere({ config }: Project, remote: string | undefined, { namespace, name }: RepositoryName): boolean {
  const chosen = remote ?? config.core.remote;
  if (chosen === undefined) return true;
  // The host is not compared: it is another one behind each proxy.
  const { scheme, url } = resolveRemote(config, chosen);
  return (scheme === "http" || scheme === "https") && url.replace(/\/+$/, "").endsWith(`/${namespace}/${name}/dvc`);
}
