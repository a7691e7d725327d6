import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { LockedStage } from "../../formats/pipeline/lock-file.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { computeStageMd5 } from "../../formats/stage/stage-md5.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { makeOutput } from "../../project/make-output.ts";
import { withPathLock } from "../../project/project-lock.ts";
import type { Selection } from "../../project/select-targets.ts";
import { outputsOfSelection } from "../../project/selected-outputs.ts";
import { isImport, type Stage } from "../../project/stage.ts";
import { lockedPaths } from "../../project/workspace/locked-paths.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile, writeLockStage } from "../../project/write-stage.ts";
import { recordRun } from "./record-run.ts";
import { saveDependencies, saveParams } from "./save-dependencies.ts";
import { hashOutputs, storeOutput } from "./save-outputs.ts";
import { isUnchanged, type StageChanges, stageChanges } from "./stage-changes.ts";

/** How stages are committed. */
export interface CommitStageOptions {
  /** True: what is there is recorded without a question. Default: false. */
  readonly force?: boolean;
  /** False: files stay as they are, and are not linked to the cache. Default: true. */
  readonly relink?: boolean;
  /** True: what DVC 2 recorded gets DVC 3's hashes, also if it is unchanged. Default: false. */
  readonly upgrade?: boolean;
  /** Asked for each stage that is not as recorded. Default: the answer is no. */
  readonly confirm?: (change: ConfirmedChange) => Promise<boolean>;
}

/** A change that the user is to confirm. */
export interface ConfirmedChange extends StageChanges {
  /** The stage, as seen from the current folder. */
  readonly stage: string;
}

/** What committing of a stage needs. */
export interface CommitContext {
  readonly workspace: Workspace;
  readonly changes: GitChanges;
  readonly options: CommitStageOptions;
}

/**
 * Records what is there as the state of a stage, and puts its outputs into the cache.
 *
 * @throws COMMIT_REFUSED if the stage is not as recorded and nobody confirms it; OUTPUT_MISSING, DEPENDENCY_MISSING,
 *   PARAMS_MISSING, LOCK_HELD, and what hashing and saving throw
 */
export async function commitStage(selection: Selection, context: CommitContext): Promise<void> {
  const { workspace } = context;
  const saved = (await mustSave(selection.stage, context)) ? await saveStage(selection.stage, context) : undefined;
  const stage = saved ?? selection.stage;
  const paths = lockedPaths(workspace, [stage], { deps: "none", outs: "write" });
  const recorded = new Set(selection.stage.outs.map(({ oid }) => oid));
  await withPathLock(workspace.project, paths, () => storeOutputs({ ...selection, stage }, { ...context, recorded }));
  writeStage(stage, context);
}

async function mustSave(stage: Stage, { workspace, options }: CommitContext): Promise<boolean> {
  if (options.force) return true;
  const changes = await stageChanges(workspace, stage);
  if (isUnchanged(changes)) return false;
  const name = cwdAddress(workspace.project, stage);
  if (await options.confirm?.({ ...changes, stage: name })) return true;
  throw new LodeError("COMMIT_REFUSED", `Cannot commit '${name}': it changed since it was recorded`, {
    hint: "Record what is there with --force.",
    details: { stage: name, ...changes },
  });
}

/** The stage with the states of all that it depends on and makes. */
async function saveStage(stage: Stage, { workspace, changes, options }: CommitContext): Promise<Stage> {
  const deps = await saveDependencies(workspace, stage, options);
  const params = await saveParams(workspace, stage);
  const entries = await hashOutputs(workspace, stage, { changes, ...options });
  const outs = entries.map((entry) => makeOutput(entry, stage.wdir));
  const { dvcFile, pipeline } = stage;
  if (pipeline !== undefined) {
    const locked: LockedStage = { cmd: pipeline.definition.cmd, deps, params, outs: entries };
    await recordRun(workspace, stage, locked);
    return { ...stage, outs, pipeline: { ...pipeline, locked } };
  }
  if (dvcFile === undefined) return { ...stage, outs };
  const { md5: _md5, ...rest } = dvcFile.file;
  const content: DvcFile = { ...rest, deps, outs: entries };
  const file = isImport(stage) ? { ...content, md5: computeStageMd5(content) } : content;
  return { ...stage, outs, dvcFile: { ...dvcFile, file } };
}

interface StoreContext extends CommitContext {
  /** The objects of the outputs before the commit. */
  readonly recorded: ReadonlySet<Oid | undefined>;
}

async function storeOutputs(selection: Selection, { workspace, options, recorded }: StoreContext): Promise<void> {
  const { path } = selection;
  const relink = options.relink ?? true;
  for (const output of outputsOfSelection(selection)) {
    const { location } = output;
    const isPart = path !== undefined && location.kind === "inside" && path !== location.path;
    const within = isPart ? path.slice(location.path.length + 1) : undefined;
    await storeOutput(workspace, output, { within, isAsRecorded: recorded.has(output.oid), relink });
  }
}

function writeStage({ file, dvcFile, pipeline }: Stage, { workspace, changes }: CommitContext): void {
  const { project, run } = workspace;
  if (dvcFile !== undefined) {
    writeDvcFile(project, file, { content: dvcFile.file, old: dvcFile });
    changes.track(file);
  } else if (pipeline?.locked !== undefined) {
    const { definition, locked } = pipeline;
    const lockFile = writeLockStage(project, { file, name: definition.name, locked }, run);
    if (lockFile !== undefined) changes.track(lockFile);
  }
}
