import { join } from "node:path";
import type { RelPath } from "../../base/rel-path.ts";
import type { OutputEntry } from "../../formats/stage/output-entry.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { makeOutput } from "../../project/make-output.ts";
import type { Output } from "../../project/output.ts";
import { withPathLock } from "../../project/project-lock.ts";
import { refuseTracked } from "../../project/refuse-tracked.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import { fullPath, type LocalLocation, type Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { updateCreatedOutputs } from "../../worktree/created/created-outputs.ts";
import { describeCreated } from "../../worktree/created/describe-created.ts";
import type { AddItem } from "./add-item.ts";
import { addWholeOutput, outputMissing, type TakeOverOptions } from "./add-output.ts";
import { addPart } from "./add-part.ts";
import type { AddedState } from "./add-state.ts";

/** What takes an item over. */
export interface AddItemContext {
  readonly changes: GitChanges;
  readonly options: TakeOverOptions;
}

/** An item that was taken over. */
export interface AddedItem {
  readonly item: AddItem;
  readonly entry: OutputEntry;
  readonly added: AddedState;
}

/**
 * Takes over what one target names:
 *
 * 1. Git must not have it, and is told to ignore it.
 * 2. Its content goes into the cache.
 * 3. The `.dvc` file is written.
 *
 * @throws OUTPUT_TRACKED_BY_GIT, OUTPUT_MISSING, LOCK_HELD, and what saving throws
 */
export async function addItem(workspace: Workspace, item: AddItem, context: AddItemContext): Promise<AddedItem> {
  const { draft, output: path, outputIndex } = item;
  const entry = draft.content.outs[outputIndex];
  if (entry === undefined) throw outputMissing(path, "missing");
  const output = { ...makeOutput(entry, draft.wdir), location: { kind: "inside", path } as const };
  const isIgnored = output.cached || draft.content.deps.some(({ repo }) => repo !== undefined);
  if (isIgnored) {
    await refuseTracked(workspace.project, path, context.changes);
    await context.changes.ignore(path);
  }
  const lock = { read: [], write: [fullPath(workspace, output.location)] };
  const added = await withPathLock(workspace.project, lock, () => takeOver(workspace, { item, output, context }));
  const newEntry = withFields(entry, added.state);
  draft.content = { ...draft.content, outs: draft.content.outs.with(outputIndex, newEntry) };
  writeDvcFile(workspace.project, draft.file, draft);
  context.changes.track(draft.file);
  if (added.isCreated && item.within === undefined) recordCreated(workspace, makeOutput(newEntry, draft.wdir), path);
  return { item, entry: newEntry, added };
}

function takeOver(
  workspace: Workspace,
  {
    item,
    output,
    context,
  }: {
    readonly item: AddItem;
    readonly output: Output & { readonly location: LocalLocation };
    readonly context: AddItemContext;
  },
): Promise<AddedState> {
  const { within } = item;
  if (within === undefined) return addWholeOutput(workspace, output, context.options);
  return addPart(workspace, { output, within }, context.options);
}

function recordCreated({ project, statCache }: Workspace, { oid, hashName }: Output, path: RelPath): void {
  if (oid === undefined) return;
  const created = describeCreated({ path, fullPath: join(project.rootDir, path), hashName, oid });
  if (created !== undefined) updateCreatedOutputs(statCache, { created: [created] });
}
