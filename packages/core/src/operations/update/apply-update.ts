import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { computeStageMd5 } from "../../formats/stage/stage-md5.ts";
import { cwdAddress, cwdLocation } from "../../project/cwd-path.ts";
import { withGitChanges } from "../../project/git-changes.ts";
import type { Output } from "../../project/output.ts";
import type { Stage } from "../../project/stage.ts";
import { type ImportDraft, withImportedOutput } from "../../project/stage-draft.ts";
import { removeOutput } from "../../project/workspace/remove-output.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import type { StoredImport } from "../../source/place-import.ts";
import { type ImportState, importState } from "./import-state.ts";
import { keepLegacyEntry } from "./keep-legacy-entry.ts";
import { placeUpdate } from "./place-update.ts";

/** An update of one import whose lock has moved already. */
export interface ImportUpdatePlan {
  readonly stage: Stage;
  /** What the `.dvc` file says with the moved lock. */
  readonly content: DvcFile;
  /** What is imported, for people. */
  readonly label: string;
  /** Only the lock moves; data that is outdated then is removed. */
  readonly noDownload: boolean;
  /** Brings the data into the cache. */
  readonly bring: (output: Output) => Promise<StoredImport>;
}

/**
 * Brings an import to the state that its moved lock asks for:
 *
 * 1. If neither the lock nor the data in work tree and cache has changed, nothing is done.
 * 2. Otherwise the data is brought into the cache, and from there to its place; with `noDownload`, it is removed.
 * 3. The `.dvc` file is written.
 *
 * Files that the user changed are replaced, as in DVC, but kept aside; see setAside.
 *
 * @returns whether anything was done to the data
 * @throws what bringing and placing throw
 */
export async function applyUpdate(workspace: Workspace, plan: ImportUpdatePlan): Promise<boolean> {
  const { stage, content, label } = plan;
  const { project, run } = workspace;
  const [output] = stage.outs;
  const old = stage.dvcFile;
  if (old === undefined || output === undefined) throw new TypeError("no import");
  const state = await importState(workspace, stage, content);
  const message =
    state === "same"
      ? `'${cwdAddress(project, stage)}' didn't change, skipping`
      : `Importing '${label}' -> '${cwdLocation(project, output.location)}'`;
  run.onEvent?.({ type: "notice", message });
  const draft: ImportDraft = { file: stage.file, content, old };
  const updated = state === "same" ? content : await bringUpToDate(workspace, { plan, draft, output, state });
  writeDvcFile(project, stage.file, { content: updated, old });
  return state !== "same";
}

interface UpdateJob {
  readonly plan: ImportUpdatePlan;
  readonly draft: ImportDraft;
  readonly output: Output;
  readonly state: Exclude<ImportState, "same">;
}

/** Does what is to be done to the data, and gives back what the `.dvc` file is to say. */
async function bringUpToDate(workspace: Workspace, job: UpdateJob): Promise<DvcFile> {
  const { plan, draft, output, state } = job;
  await ignoreOutput(workspace, output);
  if (state === "misplaced") await placeUpdate(workspace, draft);
  else if (plan.noDownload) await removeOutput(workspace, output);
  if (plan.noDownload) return withoutData(draft.content, output);
  return state === "misplaced" ? withImportedOutput(draft.content, output.entry) : bringNewData(workspace, job);
}

async function ignoreOutput({ project }: Workspace, { location }: Output): Promise<void> {
  await withGitChanges(project, async (changes) => {
    if (location.kind === "inside") await changes.ignore(location.path);
  });
}

async function bringNewData(workspace: Workspace, { plan, draft, output }: UpdateJob): Promise<DvcFile> {
  const { entry, manifest } = await plan.bring(output);
  const content = withImportedOutput(draft.content, entry);
  await placeUpdate(workspace, { ...draft, content }, manifest);
  return withImportedOutput(content, await keepLegacyEntry(workspace, output, entry));
}

/** The checksum of the stage is that of what it recorded before, as in DVC: such an import always counts as changed. */
function withoutData(content: DvcFile, { entry }: Output): DvcFile {
  const cleared = withFields(entry, entry.hash === undefined ? {} : { hash: entry.hash });
  return { ...content, md5: computeStageMd5(content), outs: [cleared] };
}
