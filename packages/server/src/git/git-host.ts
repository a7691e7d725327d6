import { join } from "node:path";
import type { GitContext } from "@lode/core/engine";
import { InTurn } from "../jobs/in-turn.ts";

/** Where hosted Git repositories are, and how git is run on them. */
export interface GitHost {
  /** Absolute path of the folder that holds them. */
  readonly dir: string;
  readonly context: GitContext;
  /** What requests read of repositories, so that a flood of them starts no flood of processes. */
  readonly reading: InTurn;
}

const READING_MOST = 16;
/** The most memory that git takes at once, for one commit, tree or delta. */
const ALLOCATED_MAX = "256m";
/** The largest file of DVC's that is read of a commit: a list of some hundred thousand outputs. */
const METADATA_MAX_BYTES = 32 * 1024 * 1024;

/**
 * Makes the host of a data folder. Git reads no configuration of the machine or of the user who runs the server.
 *
 * @param pushMaxBytes the largest pack that is taken
 * @param variables of the environment; only PATH is taken
 */
export function gitHost(
  { dataDir, pushMaxBytes }: { readonly dataDir: string; readonly pushMaxBytes: number },
  variables: Readonly<Record<string, string | undefined>>,
): GitHost {
  const env = {
    PATH: variables.PATH,
    HOME: dataDir,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    // A few bytes of a pack may unpack to any size.
    GIT_ALLOC_LIMIT: ALLOCATED_MAX,
    ...configVariables({
      ...hostedConfig,
      "core.hooksPath": hooksDir(dataDir),
      "receive.maxInputSize": String(pushMaxBytes),
    }),
  };
  const context = { env, wholeFileMaxBytes: METADATA_MAX_BYTES };
  return { dir: join(dataDir, "git"), context, reading: new InTurn(READING_MOST) };
}

/** The folder of the hooks of every hosted repository. */
export function hooksDir(dataDir: string): string {
  return join(dataDir, "hooks");
}

/** The folder of a repository, named by its id: a name that users choose never becomes a path. */
export function gitDirOf(host: GitHost, repositoryId: string): string {
  return join(host.dir, `${repositoryId}.git`);
}

/** What holds for every hosted repository, whatever its own configuration says. */
const hostedConfig: Readonly<Record<string, string>> = {
  "http.receivepack": "true",
  "http.uploadpack": "true",
  // The server has a limit of its own, which says so.
  "http.maxRequestBuffer": "65m",
  // Partial clones fetch what they lack by its id.
  "uploadpack.allowFilter": "true",
  "uploadpack.allowAnySHA1InWant": "true",
  "receive.fsckObjects": "true",
  // What pushes leave is joined by a job of the server.
  "receive.autogc": "false",
  "gc.auto": "0",
  // Each push and fetch makes one pack: files of single objects would be moved into folders that maintenance removes.
  "transfer.unpackLimit": "1",
  // Maintenance holds them for a moment; by default git gives up after 0.1 s and 1 s.
  "core.filesRefLockTimeout": "10000",
  "core.packedRefsTimeout": "10000",
  // Files from this size on are streamed, not held in memory.
  "core.bigFileThreshold": "32m",
  "pack.threads": "1",
  "safe.directory": "*",
};

function configVariables(config: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(config).flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(Object.keys(config).length), ...Object.fromEntries(entries) };
}
