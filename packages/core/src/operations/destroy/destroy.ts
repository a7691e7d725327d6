import { join, posix } from "node:path";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { pathExists } from "../../fs/path-exists.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { Stage } from "../../project/stage.ts";
import { releaseOutput } from "../../project/workspace/release-output.ts";
import { asideDir } from "../../project/workspace/set-aside.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";

/** How a project is destroyed. */
export interface DestroyOptions {
  /** Asked before anything changes. Default: the answer is no. */
  readonly confirm?: (loss: DestroyLoss) => Promise<boolean>;
  /** True: nobody is asked. Default: false. */
  readonly force?: boolean;
}

/** What goes with a project beside its records. */
export interface DestroyLoss {
  /** Absolute; undefined if the cache lies outside of the project's `.dvc` folder, and stays. */
  readonly cacheDir: string | undefined;
  /** Absolute; the folder of files that were kept aside because they are saved nowhere else; undefined without any. */
  readonly asideDir: string | undefined;
}

/** What was removed. */
export interface DestroyResult {
  /** Absolute. */
  readonly root: string;
  /** The files of stages that were removed, relative to the root. */
  readonly removed: readonly string[];
}

/**
 * Makes a project an ordinary folder again. Data in the work tree, and lines in `.gitignore` files, stay.
 *
 * 1. The files of outputs become independent of the cache.
 * 2. Stage files go.
 * 3. `.dvcignore` and `.dvc`, with the configuration and the cache in it, go last: a run that was ended early can be
 *    repeated.
 *
 * @throws DESTROY_REFUSED before anything changes; OBJECT_MISSING, LOCK_HELD, IO_FAILED, and what loading throws
 */
export async function destroy(project: Project, options: DestroyOptions, run: RunContext): Promise<DestroyResult> {
  await requireConsent(project, options);
  const removed = await withProjectLock(project, () => removeStages(project, run));
  // The lock is in the folder that goes.
  removeTree(join(project.rootDir, ".dvcignore"));
  removeTree(join(project.rootDir, ".dvc"));
  return { root: project.rootDir, removed };
}

async function requireConsent(project: Project, { confirm, force = false }: DestroyOptions): Promise<void> {
  const { rootDir, cache } = project;
  const isInside = cache.dir.startsWith(`${join(rootDir, ".dvc")}/`);
  const aside = asideDir(project);
  const loss = { cacheDir: isInside ? cache.dir : undefined, asideDir: pathExists(aside) ? aside : undefined };
  if (force || (await confirm?.(loss))) return;
  throw new LodeError("DESTROY_REFUSED", `Cannot destroy the project "${rootDir}": nobody confirmed it`, {
    hint: "Do it without being asked with --force.",
    details: { root: rootDir },
  });
}

async function removeStages(project: Project, run: RunContext): Promise<readonly string[]> {
  const { stages } = await loadIndex(project);
  using workspace = openWorkspace(project, run);
  for (const output of stages.flatMap(({ outs }) => outs)) await releaseOutput(workspace, output);
  const files = [...new Set(stages.flatMap(filesOf))].filter((file) => pathExists(join(project.rootDir, file)));
  for (const file of files) removeTree(join(project.rootDir, file));
  return files;
}

function filesOf({ file, pipeline }: Stage): readonly string[] {
  return pipeline === undefined ? [file] : [file, posix.join(posix.dirname(file), "dvc.lock")];
}
