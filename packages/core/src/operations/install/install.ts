import { join } from "node:path";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { addPreCommitHooks, callsDvcHooks } from "../../formats/pre-commit/add-pre-commit-hooks.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { writeFileAtomic } from "../../fs/write-file-atomic.ts";
import { gitConfigSet, hooksDir } from "../../git/git-config.ts";
import type { GitRepo } from "../../git/git-repo.ts";
import type { Project } from "../../project/project.ts";
import { hookScript } from "./hook-script.ts";

/** How hooks are installed. */
export interface InstallOptions {
  /** True: they are entries of `.pre-commit-config.yaml`, for the tool pre-commit. Default: files in Git's folder. */
  readonly usePreCommitTool?: boolean;
  /** Absolute path of the program that hooks fall back to where `lode` is not on PATH. Default: none. */
  readonly program?: string;
}

/** What was installed. */
export interface InstallResult {
  /** Absolute paths of what was written. Empty without Git, and where the pre-commit tool has the hooks already. */
  readonly written: readonly string[];
}

/** The hooks of Git that Lode has something to do in. */
const HOOKS = ["post-checkout", "pre-commit", "pre-push"] as const;

/** A hook can be run by everyone who can read it, whatever the umask, as DVC has it. */
const HOOK_MODE = 0o777;

/**
 * Installs Git hooks that run `status` before a commit, `checkout` after a checkout and `push` before a push, and the
 * merge driver `dvc`, which `.gitattributes` assigns to files. Does nothing in a project without Git.
 *
 * @throws HOOK_EXISTS if Git has one of the hooks; nothing is changed then
 */
export async function install(
  { git }: Project,
  { usePreCommitTool = false, program }: InstallOptions,
  run: RunContext,
): Promise<InstallResult> {
  if (git === undefined) return { written: [] };
  const folder = await hooksDir(git.repo);
  if (!usePreCommitTool) for (const hook of HOOKS) refuseExisting(folder, hook);
  await setMergeDriver(git.repo, program);
  return { written: usePreCommitTool ? writePreCommitConfig(git.repo, run) : writeHooks(folder, program) };
}

function refuseExisting(folder: string, hook: string): void {
  const path = join(folder, hook);
  if (lstatPath(path) === undefined) return;
  const isDvcs = readTextIfExists(path)?.includes(`dvc git-hook ${hook}`) === true;
  throw new LodeError("HOOK_EXISTS", `Cannot install Git hooks: Hook '${hook}' already exists`, {
    hint: isDvcs
      ? "It works already; remove it first if it is to be written anew."
      : `Add the line \`lode git-hook ${hook} "$@"\` to it, or remove it.`,
    details: { hook, path },
  });
}

/** Per cent signs are placeholders of Git: `%O` the ancestor's file, `%A` ours, `%B` theirs, `%P` the path in quotes. */
async function setMergeDriver(repo: GitRepo, program: string | undefined): Promise<void> {
  const args = "merge-driver --ancestor %O --our %A --their %B";
  const run = { args, lodeArgs: " --name=%P", program: program?.replaceAll("%", "%%") };
  const script = hookScript(run).replaceAll("\n", "; ");
  await gitConfigSet(repo, "merge.dvc.name", "DVC merge driver");
  await gitConfigSet(repo, "merge.dvc.driver", script);
}

function writeHooks(folder: string, program: string | undefined): readonly string[] {
  ensureDir(folder);
  return HOOKS.map((hook) => {
    const path = join(folder, hook);
    const script = hookScript({ args: `${hook} "$@"`, program });
    writeFileAtomic(path, `#!/bin/sh\n# Written by \`lode install\`.\n${script}\n`, { mode: HOOK_MODE });
    return path;
  });
}

function writePreCommitConfig(repo: GitRepo, { onEvent }: RunContext): readonly string[] {
  const path = join(repo.workTree ?? repo.gitDir, ".pre-commit-config.yaml");
  const before = readTextIfExists(path);
  if (before !== undefined && callsDvcHooks(before, path)) {
    onEvent?.({ type: "warning", message: `'${path}' has DVC's hooks, which go on working with dvc` });
    return [];
  }
  const after = addPreCommitHooks(before, path);
  if (after === before) return [];
  writeFileAtomic(path, after);
  return [path];
}
