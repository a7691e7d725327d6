import { dirname, relative } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import type { EntryState, OutputEntry } from "../../formats/stage/output-entry.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { type GitChanges, withGitChanges } from "../../project/git-changes.ts";
import { loadIndex } from "../../project/load-index.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { refuseTracked } from "../../project/refuse-tracked.ts";
import { resolveDestination } from "../../project/resolve-destination.ts";
import { draftStage } from "../../project/stage-draft.ts";
import { checkoutOutputs } from "../../project/workspace/checkout-outputs.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { typedLocation, urlPlace } from "../../source/url/url-place.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { urlBaseName } from "../get-url/url-base-name.ts";
import type { AddResult } from "./add.ts";
import type { AddItem } from "./add-item.ts";
import { collectItems } from "./collect-items.ts";
import { keepUrl } from "./keep-url.ts";
import { sendUrl } from "./send-url.ts";

/** What is copied, and where to. */
export interface AddCopyOptions {
  /** A path of this machine, relative to the current folder or absolute, a URL, or `remote://name/path`. */
  readonly target: string;
  /** Where the copy goes, relative to the current folder. Default: the last part of the target. */
  readonly out?: string;
  /** True: the data goes straight to a remote, and there is no copy here. Default: false. */
  readonly toRemote?: boolean;
  /** The remote in place of the default one. */
  readonly remote?: string;
  /** Whether what is at `out` is replaced. Default: false. */
  readonly force?: boolean;
}

/**
 * Tracks a copy of files that lie elsewhere: it goes into the cache and to its place in the project, or only to a
 * remote. A copy that is not here is not ignored by Git either, as in DVC.
 *
 * @throws PATH_EXISTS, URL_UNSUPPORTED, URL_MISSING, REMOTE_NOT_SET, REMOTE_MISSING, TRANSFER_FAILED, LOCK_HELD, and
 *   what collectItems, saving and checkout throw
 */
export function addCopy(project: Project, options: AddCopyOptions, context: MoveContext): Promise<AddResult> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, context);
    const { result, git } = await withGitChanges(project, (changes) =>
      copyLocked(workspace, { options, changes, context }),
    );
    const { item, entry } = result;
    const oid = entry.checksum?.value ?? "";
    const added = [{ path: cwdPath(project, item.output), dvcFile: cwdPath(project, item.draft.file), oid }];
    return { added, unlinked: [], git };
  });
}

interface CopyJob {
  readonly options: AddCopyOptions;
  readonly changes: GitChanges;
  readonly context: MoveContext;
}

async function copyLocked(
  workspace: Workspace,
  { options, changes, context }: CopyJob,
): Promise<{ readonly item: AddItem; readonly entry: OutputEntry }> {
  const { project } = workspace;
  const item = await itemFor(workspace, options);
  const place = urlPlace(project, { location: typedLocation(project.context.cwd, options.target) });
  const remote = options.toRemote ? openRemote(project, options.remote) : undefined;
  const state =
    remote === undefined
      ? await keepUrl(workspace, place)
      : (await sendUrl(project, place, { remote, context })).output;
  const entry = copiedEntry(item, state);
  if (remote === undefined) await placeCopy(workspace, { item, entry, changes }, options.force ?? false);
  const { draft, outputIndex } = item;
  draft.content = { ...draft.content, outs: draft.content.outs.with(outputIndex, entry) };
  writeDvcFile(project, draft.file, draft);
  changes.track(draft.file);
  return { item, entry };
}

/** Without `out`, a target in the project is tracked where it is, any other in the current folder. */
async function itemFor(workspace: Workspace, options: AddCopyOptions): Promise<AddItem> {
  const { project } = workspace;
  const path = outputPath(project, options);
  if (!isDirectory(dirname(path))) {
    throw new LodeError("PATH_NOT_FOUND", `Cannot add '${path}': the folder "${dirname(path)}" does not exist`, {
      hint: "Make it first.",
      details: { path: dirname(path) },
    });
  }
  const [item] = await collectItems(workspace, () => loadIndex(project), [path]);
  if (item === undefined) throw new TypeError("a target gave no item");
  return item;
}

function outputPath({ context, rootDir }: Project, { target, out, force }: AddCopyOptions): string {
  const name = urlBaseName(target);
  if (out !== undefined && out !== "") {
    return resolveDestination(context.cwd, { path: name, out, ...(force !== undefined && { force }) });
  }
  const path = resolveDestination(context.cwd, { path: name, force: true });
  if (typedLocation(context.cwd, target).kind === "url") return path;
  const inProject = relative(rootDir, resolveDestination(context.cwd, { path: name, out: target, force: true }));
  return inProject.startsWith("..") || name === "" ? path : `${rootDir}/${inProject}`;
}

function copiedEntry({ draft, outputIndex }: AddItem, state: EntryState): OutputEntry {
  const entry = draft.content.outs[outputIndex];
  if (entry === undefined) throw new TypeError("an item has no output");
  return withFields(entry, state);
}

async function placeCopy(
  workspace: Workspace,
  { item, entry, changes }: { readonly item: AddItem; readonly entry: OutputEntry; readonly changes: GitChanges },
  force: boolean,
): Promise<void> {
  const { draft, output: path, outputIndex } = item;
  const content = { ...draft.content, outs: draft.content.outs.with(outputIndex, entry) };
  const stage = draftStage({ file: draft.file, content, old: draft.old });
  const output = stage.outs[outputIndex];
  if (output === undefined) throw new TypeError("a stage has lost an output");
  await refuseTracked(workspace.project, path, changes);
  const checkouts = await checkoutOutputs(workspace, [{ stage, output, within: undefined }], { force });
  const [failure] = checkouts.flatMap(({ failures }) => failures);
  if (failure !== undefined) throw failure;
  await changes.ignore(path);
}
