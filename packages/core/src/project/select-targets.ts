import { posix } from "node:path";
import { appendAll } from "../base/append-all.ts";
import { isLodeError, LodeError } from "../base/lode-error.ts";
import { isRelPath, type RelPath } from "../base/rel-path.ts";
import { parseTarget } from "../formats/pipeline/parse-target.ts";
import { isStageFileName } from "../formats/stage/path-problem.ts";
import { loadNamedStages } from "./load-named-stages.ts";
import { ownerFinder } from "./owner-finder.ts";
import type { Project } from "./project.ts";
import type { OwnedOutput, ProjectIndex } from "./project-index.ts";
import type { Stage } from "./stage.ts";
import { stageGraph, withUpstream } from "./stage-graph.ts";

/** What a target stands for: a stage, or one path that is an output of it or lies in one. */
export interface Selection {
  readonly stage: Stage;
  /** From the project's root; undefined: all outputs of the stage. */
  readonly path: RelPath | undefined;
}

/** How targets are read. */
export interface SelectOptions {
  /** Directories stand for all stage files below them. Default: false. */
  readonly recursive?: boolean;
  /** Adds all upstream stages. Default: false. */
  readonly withDeps?: boolean;
}

/** What selection needs: the project, and its whole index, which is loaded only if a target asks for it. */
export interface SelectContext {
  readonly project: Project;
  /** Loads the index of the whole project, checked or not as the command wants it. Called more than once. */
  index(): Promise<ProjectIndex>;
}

/**
 * Finds the stages and outputs that targets name; no targets are all stages. Targets are relative to the project's
 * `cwd`. In the order of DVC: a `.dvc` file or `dvc.yaml[:stage]`; with `recursive` a directory; a stage of
 * `./dvc.yaml`; an output or a path in one.
 *
 * @throws TARGET_UNKNOWN if a target is none of these; what loading of stage files throws
 */
export async function selectTargets(
  context: SelectContext,
  targets: readonly string[],
  options: SelectOptions = {},
): Promise<readonly Selection[]> {
  if (targets.length === 0) return wholeStages((await context.index()).stages);
  const selections: Selection[] = [];
  const asking = { ...context, ownerOf: ownerFinder(context.project, () => context.index()) };
  for (const target of targets) appendAll(selections, await selectTarget(asking, target, options));
  return selections;
}

interface AskingContext extends SelectContext {
  ownerOf(path: RelPath): Promise<OwnedOutput | undefined>;
}

async function selectTarget(
  context: AskingContext,
  target: string,
  options: SelectOptions,
): Promise<readonly Selection[]> {
  // DVC takes an empty target for none.
  if (target === "") return wholeStages((await context.index()).stages);
  const { project } = context;
  const path = projectPath(project, target);
  if (options.recursive && path !== undefined && (await project.tree.stat(path))?.kind === "dir") {
    return wholeStages(await addUpstream(context, await stagesBelow(context, path), options));
  }
  const { path: file, name } = parseTarget(target);
  if (file !== undefined && isStageFileName(file)) {
    const stages = await loadNamedStages(project, fileInProject(project, file), name);
    return wholeStages(await addUpstream(context, stages, options));
  }
  const named = await stagesOfPipeline(context, target);
  if (named.length > 0) return wholeStages(await addUpstream(context, named, options));
  return [await selectOutput(context, target, path)];
}

async function selectOutput(context: AskingContext, target: string, path: string | undefined): Promise<Selection> {
  const relPath = path !== undefined && isRelPath(path) ? path : undefined;
  const owned = relPath === undefined ? undefined : await context.ownerOf(relPath);
  if (owned !== undefined) return { stage: owned.stage, path: relPath };
  throw new LodeError(
    "TARGET_UNKNOWN",
    `Cannot find the target '${target}': it does not exist as an output or a stage name in 'dvc.yaml'`,
    { hint: "See what is tracked with `lode list -R --dvc-only .`.", details: { target } },
  );
}

async function stagesBelow(context: SelectContext, dir: string): Promise<readonly Stage[]> {
  const prefix = dir === "" ? "" : `${dir}/`;
  return (await context.index()).stages.filter((stage) => stage.file.startsWith(prefix));
}

/** A stage, or a group that templating made, of the pipeline file in the current folder. */
async function stagesOfPipeline({ project }: SelectContext, target: string): Promise<readonly Stage[]> {
  const file = fileInProject(project, "dvc.yaml");
  if ((await project.tree.stat(file))?.kind !== "file") return [];
  try {
    return await loadNamedStages(project, file, target);
  } catch (error) {
    if (isLodeError(error, "STAGE_NOT_FOUND")) return [];
    throw error;
  }
}

async function addUpstream(
  context: SelectContext,
  stages: readonly Stage[],
  options: SelectOptions,
): Promise<readonly Stage[]> {
  if (!options.withDeps) return stages;
  const index = await context.index();
  const addresses = new Set(stages.map((stage) => stage.address));
  return withUpstream(
    stageGraph(index),
    index.stages.filter((stage) => addresses.has(stage.address)),
  );
}

function wholeStages(stages: readonly Stage[]): readonly Selection[] {
  return stages.map((stage) => ({ stage, path: undefined }));
}

/** A path relative to the current folder, or absolute, as one from the project's root; undefined if it is outside. */
export function projectPath(project: Project, path: string): string | undefined {
  // A path may leave the project and come back: `../project/data`.
  const relative = posix.relative(project.rootDir, posix.resolve(project.rootDir, project.cwd, path));
  if (relative === "") return "";
  return isRelPath(relative) ? relative : undefined;
}

/**
 * The path of a stage file from the root of the project.
 *
 * @throws TARGET_UNKNOWN if it is outside
 */
export function fileInProject(project: Project, file: string): RelPath {
  const path = projectPath(project, file);
  if (path !== undefined && isRelPath(path)) return path;
  throw new LodeError("TARGET_UNKNOWN", `Cannot find the target '${file}': it is outside of the project`, {
    details: { target: file },
  });
}
