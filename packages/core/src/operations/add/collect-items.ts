import { basename, dirname } from "node:path/posix";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { checkIndex } from "../../project/check-index.ts";
import { checkNewStageFiles } from "../../project/check-stage-file.ts";
import { makeOutput } from "../../project/make-output.ts";
import { ownerFinder } from "../../project/owner-finder.ts";
import { makeIndex, type OwnedOutput, type ProjectIndex } from "../../project/project-index.ts";
import { isDataSource, type Stage } from "../../project/stage.ts";
import { newOutputEntry } from "../../project/workspace/save-state.ts";
import { checkNewOutput, targetPath } from "../../project/workspace/target-path.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import type { AddItem, StageDraft } from "./add-item.ts";

/**
 * Finds out what each target asks for: a new stage, or a change of one that is there. All targets are checked, and how
 * new ones go with the rest of the project, before anything is done.
 *
 * @param loadIndex loads the index of the project; called once, when it is needed
 * @throws what targetPath, checkNewOutput and checkIndex throw; OUTPUT_OF_PIPELINE, STAGE_FILE_TAKEN,
 *   STAGE_FILE_IGNORED
 */
export async function collectItems(
  workspace: Workspace,
  loadIndex: () => Promise<ProjectIndex>,
  targets: readonly string[],
): Promise<readonly AddItem[]> {
  const { project } = workspace;
  let loading: Promise<ProjectIndex> | undefined;
  const index = (): Promise<ProjectIndex> => {
    loading ??= loadIndex();
    return loading;
  };
  const ownerOf = ownerFinder(project, index);
  const drafts = new Map<RelPath, StageDraft>();
  const items = new Map<RelPath, AddItem>();
  const added: Stage[] = [];
  for (const target of targets) {
    const path = targetPath(project, target);
    if (items.has(path)) continue;
    const owner = await ownerOf(path);
    if (owner !== undefined) items.set(path, existingItem(drafts, owner, path));
    else {
      const stage = await newStage(workspace, await index(), path);
      added.push(stage);
      const draft = draftOf(drafts, stage);
      items.set(path, { draft, outputIndex: draft.content.outs.length - 1, output: path, within: undefined });
    }
  }
  await checkNewStageFiles(
    project,
    added.map(({ file }) => file),
  );
  if (added.length > 0 || loading !== undefined) checkTogether(await index(), added);
  return [...items.values()];
}

function existingItem(drafts: Map<RelPath, StageDraft>, { stage, output }: OwnedOutput, path: RelPath): AddItem {
  const { location } = output;
  if (!isDataSource(stage)) {
    throw new LodeError("OUTPUT_OF_PIPELINE", `Cannot add '${path}': it is an output of the stage '${stage.address}'`, {
      hint: "Run the pipeline with `dvc repro`, or record what is there with `lode commit`.",
      details: { path, stage: stage.address },
    });
  }
  const outputPath = location.kind === "inside" ? location.path : path;
  return {
    draft: draftOf(drafts, stage),
    outputIndex: stage.outs.indexOf(output),
    output: outputPath,
    // What follows a folder and a slash in a RelPath is one itself.
    within: outputPath === path ? undefined : (path.slice(outputPath.length + 1) as RelPath),
  };
}

function draftOf(drafts: Map<RelPath, StageDraft>, { file, wdir, dvcFile, outs }: Stage): StageDraft {
  const known = drafts.get(file);
  if (known !== undefined) return known;
  const content = dvcFile?.file ?? { deps: [], outs: outs.map(({ entry }) => entry) };
  const draft = { file, wdir, old: dvcFile, content };
  drafts.set(file, draft);
  return draft;
}

async function newStage(workspace: Workspace, index: ProjectIndex, path: RelPath): Promise<Stage> {
  await checkNewOutput(workspace, path);
  // A RelPath with a suffix is one too.
  const file = `${path}.dvc` as RelPath;
  const taken = index.stages.find((stage) => stage.file === file);
  if (taken !== undefined && taken.outs.length > 0) {
    const others = taken.outs.map(({ entry }) => `'${entry.path}'`).join(", ");
    throw new LodeError("STAGE_FILE_TAKEN", `Cannot add '${path}': '${file}' tracks ${others}`, {
      hint: `Give that file another name first, for example with \`git mv\`.`,
      details: { path, file },
    });
  }
  const wdir = dirname(path) === "." ? "" : dirname(path);
  const output = makeOutput(newOutputEntry(basename(path)), wdir);
  const base = { address: file, file, wdir, outs: [output], frozen: false, alwaysChanged: false, pipeline: undefined };
  if (taken === undefined) return { ...base, deps: [], dvcFile: undefined };
  const { dvcFile } = taken;
  const merged = dvcFile && { ...dvcFile, file: { ...dvcFile.file, outs: [output.entry] } };
  return { ...base, deps: taken.deps, dvcFile: merged };
}

function checkTogether(index: ProjectIndex, added: readonly Stage[]): void {
  const files = new Set(added.map(({ file }) => file));
  const others = index.stages.filter(({ file }) => !files.has(file));
  try {
    checkIndex(makeIndex([...others, ...added]));
  } catch (error) {
    if (!isLodeError(error, "OUTPUT_OVERLAP")) throw error;
    throw added.some((stage) => isOuter(stage, error)) ? overlapError(error) : error;
  }
}

function isOuter({ outs }: Stage, { details }: LodeError): boolean {
  return outs.some(({ location }) => location.kind === "inside" && location.path === details.outer);
}

function overlapError(cause: LodeError): LodeError {
  const { outer, inner, stages } = cause.details;
  const owner = Array.isArray(stages) ? stages[1] : inner;
  return new LodeError("OUTPUT_OVERLAP", `Cannot add '${outer}': the tracked output '${inner}' is in it`, {
    hint: `To track '${inner}' as a part of '${outer}', run \`lode remove ${owner}\`, then \`lode add ${outer}\`.`,
    details: cause.details,
    cause,
  });
}
