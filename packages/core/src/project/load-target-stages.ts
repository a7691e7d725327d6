import { join } from "node:path";
import { isLodeError, LodeError } from "../base/lode-error.ts";
import { DEFAULT_PIPELINE_FILE, parseTarget } from "../formats/pipeline/parse-target.ts";
import { isStageFileName } from "../formats/stage/path-problem.ts";
import { pathExists } from "../fs/path-exists.ts";
import { loadNamedStages } from "./load-named-stages.ts";
import type { Project } from "./project.ts";
import { fileInProject } from "./select-targets.ts";
import type { Stage } from "./stage.ts";

/**
 * Loads the stages that a target names where metadata are edited: a `.dvc` file, a `dvc.yaml` (all of its stages),
 * `[dvc.yaml:]stage`. An output is no target here, and neither is a loop: only its single stages are.
 *
 * @param target relative to the project's `cwd`
 * @throws TARGET_UNKNOWN, TARGET_INVALID, STAGE_NOT_FOUND, and what loadNamedStages throws
 */
export async function loadTargetStages(project: Project, target: string): Promise<readonly Stage[]> {
  const { path, name } = parseTarget(target);
  if (path !== undefined && !isStageFileName(path)) throw unknownTarget(project, target);
  const file = fileInProject(project, path ?? DEFAULT_PIPELINE_FILE);
  try {
    const stages = await loadNamedStages(project, file, name);
    if (name === undefined || file.endsWith(".dvc")) return stages;
    const exact = stages.filter(({ pipeline }) => pipeline?.definition.name === name);
    if (exact.length > 0) return exact;
    throw groupError(target, stages);
  } catch (error) {
    if (path !== undefined || !isLodeError(error, "STAGE_FILE_NOT_FOUND", "STAGE_NOT_FOUND")) throw error;
    throw unknownTarget(project, target);
  }
}

function unknownTarget({ context }: Project, target: string): LodeError {
  const dvcFile = `${target.replace(/\/+$/, "")}.dvc`;
  const hint = pathExists(join(context.cwd, dvcFile))
    ? `Did you mean '${dvcFile}'?`
    : "Give a .dvc file, or a stage as `dvc.yaml:name`.";
  const message = `Cannot find the target '${target}': it is neither a .dvc file nor a stage in 'dvc.yaml'`;
  return new LodeError("TARGET_UNKNOWN", message, { hint, details: { target } });
}

function groupError(target: string, stages: readonly Stage[]): LodeError {
  const names = stages.map(({ address }) => `'${address}'`).join(", ");
  return new LodeError("STAGE_NOT_FOUND", `Cannot use the stage '${target}': it is a loop that makes ${names}`, {
    hint: "Name one of the stages.",
    details: { stage: target, stages: stages.map(({ address }) => address) },
  });
}
