import { LodeError } from "../../base/lode-error.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { writeImportNotes } from "../../formats/stage/import-notes.ts";
import { computeStageMd5 } from "../../formats/stage/stage-md5.ts";
import { cwdAddress, cwdLocation } from "../../project/cwd-path.ts";
import { withGitChanges } from "../../project/git-changes.ts";
import type { Output } from "../../project/output.ts";
import type { ProjectCache } from "../../project/project.ts";
import type { Stage } from "../../project/stage.ts";
import { type ImportDraft, withImportedOutput } from "../../project/stage-draft.ts";
import { removeOutput } from "../../project/workspace/remove-output.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { findImportItem } from "../../source/import-item.ts";
import { type ImportOrigin, importOrigin } from "../../source/import-spec.ts";
import { storeImport } from "../../source/place-import.ts";
import type { Source } from "../../source/source.ts";
import type { SourcePool } from "../../source/source-pool.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { type ImportState, importState } from "./import-state.ts";
import { keepLegacyEntry } from "./keep-legacy-entry.ts";
import { moveLock, withoutLostRange } from "./move-lock.ts";
import { placeUpdate } from "./place-update.ts";
import type { UpdateOptions } from "./update-options.ts";

/** What became of an import. */
export interface UpdatedImport {
  /** The `.dvc` file, relative to the current folder. */
  readonly dvcFile: string;
  /** The commit that it was locked to; undefined if it was not locked yet. */
  readonly before: string | undefined;
  /** The branch, tag or commit that the `.dvc` file names now; of a range of versions, the tag of the chosen one. */
  readonly rev: string | undefined;
  /** The commit that it is locked to now. */
  readonly after: string;
  /** Whether the data was brought, restored or removed. */
  readonly changed: boolean;
}

/** What updating of imports needs. */
export interface UpdateWork {
  readonly workspace: Workspace;
  /** Opens sources with `cache`. */
  readonly pool: SourcePool;
  readonly cache: ProjectCache;
  readonly context: MoveContext;
}

/**
 * Moves an import from a repository to the newest commit of what it follows:
 *
 * 1. The commit is looked up.
 * 2. If neither the lock nor the data in work tree and cache has changed, nothing is done.
 * 3. Otherwise the data is brought into the cache, and from there to its place; with `noDownload`, it is removed.
 * 4. The `.dvc` file is written.
 *
 * Files that the user changed are replaced, as in DVC, but kept aside; see setAside.
 *
 * @throws OPTIONS_CONFLICT with `toRemote`, and what opening of the source, storing and placing throw
 */
export async function updateRepoImport(work: UpdateWork, stage: Stage, options: UpdateOptions): Promise<UpdatedImport> {
  const { project, run } = work.workspace;
  const recorded = importOrigin(stage);
  const [output] = stage.outs;
  const old = stage.dvcFile;
  if (recorded === undefined || old === undefined || output === undefined) throw new TypeError("no import");
  if (options.toRemote) throw toRemoteRefused(stage);
  const origin = options.rev === undefined ? withoutLostRange(work.workspace, stage, recorded) : recorded;
  const moved = await moveLock(work.pool, origin, options.rev);
  const content = withOrigin(old.file, moved.origin, stage);
  const state = await importState(work.workspace, stage, content);
  const dvcFile = cwdAddress(project, stage);
  const message =
    state === "same"
      ? `'${dvcFile}' didn't change, skipping`
      : `Importing '${origin.path} (${origin.repo.url})' -> '${cwdLocation(project, output.location)}'`;
  run.onEvent?.({ type: "notice", message });
  const draft: ImportDraft = { file: stage.file, content, old };
  const updated =
    state === "same"
      ? content
      : await bringUpToDate(work, { draft, output, state, source: moved.source, origin }, options);
  writeDvcFile(project, stage.file, { content: updated, old });
  return {
    dvcFile,
    before: origin.repo.revLock,
    rev: moved.origin.repo.rev,
    after: moved.commit,
    changed: state !== "same",
  };
}

function withOrigin(file: DvcFile, { repo, notes }: ImportOrigin, stage: Stage): DvcFile {
  const { meta: before, ...rest } = file;
  const meta = writeImportNotes(before, notes, stage.file);
  return { ...rest, deps: file.deps.map((entry) => ({ ...entry, repo })), ...(meta !== undefined && { meta }) };
}

function toRemoteRefused({ address }: Stage): LodeError {
  return new LodeError(
    "OPTIONS_CONFLICT",
    `Cannot update '${address}' with --to-remote: its data was imported from another repository`,
    { details: { stage: address } },
  );
}

interface UpdateJob {
  readonly draft: ImportDraft;
  readonly output: Output;
  readonly state: Exclude<ImportState, "same">;
  readonly source: Source;
  readonly origin: ImportOrigin;
}

/** Does what is to be done to the data, and gives back what the `.dvc` file is to say. */
async function bringUpToDate(work: UpdateWork, job: UpdateJob, options: UpdateOptions): Promise<DvcFile> {
  const { workspace } = work;
  const { draft, output, state } = job;
  await ignoreOutput(workspace, output);
  const { noDownload = false } = options;
  if (state === "misplaced") await placeUpdate(workspace, draft);
  else if (noDownload) await removeOutput(workspace, output);
  if (noDownload) return withoutData(draft.content, output);
  return state === "misplaced" ? withImportedOutput(draft.content, output.entry) : bringNewData(work, job);
}

async function ignoreOutput({ project }: Workspace, { location }: Output): Promise<void> {
  await withGitChanges(project, async (changes) => {
    if (location.kind === "inside") await changes.ignore(location.path);
  });
}

async function bringNewData(work: UpdateWork, job: UpdateJob): Promise<DvcFile> {
  const { workspace, cache, context } = work;
  const { draft, output, source, origin } = job;
  const place = { project: workspace.project, location: output.location };
  const { item } = await findImportItem(source, origin.path, place);
  const entry = await storeImport(output.entry, { source, item, cache }, context);
  const content = withImportedOutput(draft.content, entry);
  await placeUpdate(workspace, { ...draft, content });
  return withImportedOutput(content, await keepLegacyEntry(workspace, output, entry));
}

/** The checksum of the stage is that of what it recorded before, as in DVC: such an import always counts as changed. */
function withoutData(content: DvcFile, { entry }: Output): DvcFile {
  const cleared = withFields(entry, entry.hash === undefined ? {} : { hash: entry.hash });
  return { ...content, md5: computeStageMd5(content), outs: [cleared] };
}
