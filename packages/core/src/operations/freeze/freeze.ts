import { join } from "node:path";
import type { RunContext } from "../../base/events.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { setStageFrozen } from "../../formats/pipeline/edit-pipeline.ts";
import { parsePipelineFile } from "../../formats/pipeline/parse-pipeline-file.ts";
import { parseTarget } from "../../formats/pipeline/parse-target.ts";
import { writeFileAtomic } from "../../fs/write-file-atomic.ts";
import { cwdAddress, cwdPath } from "../../project/cwd-path.ts";
import { stageFileNotFound } from "../../project/load-stage-file.ts";
import { loadTargetStages } from "../../project/load-target-stages.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { readTreeText } from "../../project/read-tree-text.ts";
import type { Stage } from "../../project/stage.ts";
import { writeDvcFile } from "../../project/write-stage.ts";

/** What became of the targets. */
export interface FreezeResult {
  /** The stages that are as asked for now, as seen from the current folder. */
  readonly stages: readonly string[];
  readonly failed: readonly FailedTarget[];
}

/** A target that could not be changed. */
export interface FailedTarget {
  readonly target: string;
  readonly error: LodeError;
}

/**
 * Freezes stages: their dependencies are not looked at any more, and imports are not updated. Each target is on its own:
 * one that fails does not keep the others from being changed.
 *
 * @param targets `.dvc` files and stages, relative to the current folder
 * @throws LOCK_HELD
 */
export function freeze(project: Project, targets: readonly string[], run: RunContext): Promise<FreezeResult> {
  return setFrozen(project, { targets, frozen: true }, run);
}

/**
 * Undoes freeze.
 *
 * @param targets `.dvc` files and stages, relative to the current folder
 * @throws LOCK_HELD
 */
export function unfreeze(project: Project, targets: readonly string[], run: RunContext): Promise<FreezeResult> {
  return setFrozen(project, { targets, frozen: false }, run);
}

interface FreezeJob {
  readonly targets: readonly string[];
  readonly frozen: boolean;
}

function setFrozen(project: Project, { targets, frozen }: FreezeJob, run: RunContext): Promise<FreezeResult> {
  return withProjectLock(project, async () => {
    const stages: string[] = [];
    const failed: FailedTarget[] = [];
    for (const target of targets) {
      try {
        stages.push(await setTargetFrozen(project, { target, frozen }, run));
      } catch (error) {
        if (!isLodeError(error) || error.kind === "cancelled") throw error;
        failed.push({ target, error });
      }
    }
    return { stages, failed };
  });
}

async function setTargetFrozen(
  project: Project,
  { target, frozen }: { readonly target: string; readonly frozen: boolean },
  run: RunContext,
): Promise<string> {
  const stages = await loadTargetStages(project, target);
  const [stage] = stages;
  if (stage === undefined || (stage.pipeline !== undefined && parseTarget(target).name === undefined))
    throw nameMissing(target);
  if (stage.dvcFile !== undefined) {
    writeDvcFile(project, stage.file, { content: { ...stage.dvcFile.file, frozen }, old: stage.dvcFile });
  } else await writePipeline(project, { stage, frozen }, run);
  return cwdAddress(project, stage);
}

async function writePipeline(
  project: Project,
  { stage, frozen }: { readonly stage: Stage; readonly frozen: boolean },
  { onEvent }: RunContext,
): Promise<void> {
  const { file, pipeline } = stage;
  const text = await readTreeText(project.tree, file);
  if (text === undefined || pipeline === undefined) throw stageFileNotFound(file);
  const { name } = pipeline.definition;
  const after = setStageFrozen(parsePipelineFile(text, file), name, frozen);
  onEvent?.({ type: "notice", message: `Modifying stage '${name}' in '${cwdPath(project, file)}'` });
  if (after !== text) writeFileAtomic(join(project.rootDir, file), after);
}

function nameMissing(target: string): LodeError {
  return new LodeError("TARGET_INVALID", `Cannot use the target '${target}': it names no single stage`, {
    hint: "Name the stage as `dvc.yaml:name`.",
    details: { target },
  });
}
