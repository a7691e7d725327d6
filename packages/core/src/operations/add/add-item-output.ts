import { dirname, join } from "node:path";
import type { RelPath } from "../../base/rel-path.ts";
import type { OutputEntry } from "../../formats/stage/output-entry.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { makeOutput } from "../../project/make-output.ts";
import type { Output } from "../../project/output.ts";
import type { Project } from "../../project/project.ts";
import { refuseTracked } from "../../project/refuse-tracked.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import type { LocalLocation, Workspace } from "../../project/workspace/workspace.ts";
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
 * Takes over what the targets name, one after the other; see addItem. Call it with the outputs' paths locked.
 *
 * @throws as addItem; the items before the one that failed stay taken over
 */
export async function addItems(
  workspace: Workspace,
  items: readonly AddItem[],
  context: AddItemContext,
): Promise<readonly AddedItem[]> {
  const added: AddedItem[] = [];
  try {
    await context.changes.ignoreTogether(await untrackedPaths(workspace, items, context));
    for (const item of items) added.push(await addItem(workspace, item, context));
    return added;
  } finally {
    recordCreated(workspace, added);
  }
}

/** The outputs that Git is to ignore; one that Git has, or whose folder is missing, is refused when it is its turn. */
async function untrackedPaths(
  { project }: Workspace,
  items: readonly AddItem[],
  { changes }: AddItemContext,
): Promise<readonly RelPath[]> {
  const paths: RelPath[] = [];
  for (const item of items) {
    if (isIgnored(item) && hasFolder(project, item.output) && !(await changes.isTracked(item.output)))
      paths.push(item.output);
  }
  return paths;
}

function hasFolder({ rootDir }: Project, path: RelPath): boolean {
  return isDirectory(dirname(join(rootDir, path)));
}

function isIgnored({ draft, outputIndex }: AddItem): boolean {
  const entry = draft.content.outs[outputIndex];
  const isImport = draft.content.deps.some(({ repo }) => repo !== undefined);
  return entry !== undefined && (makeOutput(entry, draft.wdir).cached || isImport);
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
async function addItem(workspace: Workspace, item: AddItem, context: AddItemContext): Promise<AddedItem> {
  const { draft, output: path, outputIndex } = item;
  const entry = draft.content.outs[outputIndex];
  if (entry === undefined) throw outputMissing(path, "missing");
  const output = { ...makeOutput(entry, draft.wdir), location: { kind: "inside", path } as const };
  if (isIgnored(item)) {
    if (!hasFolder(workspace.project, path)) throw outputMissing(path, "missing");
    await refuseTracked(workspace.project, path, context.changes);
    await context.changes.ignore(path);
  }
  const added = await takeOver(workspace, { item, output, context });
  const newEntry = withFields(entry, added.state);
  draft.content = { ...draft.content, outs: draft.content.outs.with(outputIndex, newEntry) };
  writeDvcFile(workspace.project, draft.file, draft);
  context.changes.track(draft.file);
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

function recordCreated({ project, statCache }: Workspace, items: readonly AddedItem[]): void {
  const created = items.flatMap(({ item, entry, added }) => {
    const { oid, hashName } = makeOutput(entry, item.draft.wdir);
    if (!added.isCreated || item.within !== undefined || oid === undefined) return [];
    const path = item.output;
    return describeCreated({ path, fullPath: join(project.rootDir, path), hashName, oid }) ?? [];
  });
  updateCreatedOutputs(statCache, { created });
}
