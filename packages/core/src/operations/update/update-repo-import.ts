import { LodeError } from "../../base/lode-error.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { writeImportNotes } from "../../formats/stage/import-notes.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import type { Output } from "../../project/output.ts";
import type { Stage } from "../../project/stage.ts";
import { findImportItem } from "../../source/import-item.ts";
import { type ImportOrigin, importOrigin } from "../../source/import-spec.ts";
import { keepImport } from "../../source/keep-import.ts";
import { storeImport } from "../../source/place-import.ts";
import { repoLabel } from "../status/dependency-label.ts";
import { applyUpdate } from "./apply-update.ts";
import { moveLock, withoutLostRange } from "./move-lock.ts";
import type { UpdateOptions } from "./update-options.ts";
import type { UpdatedImport, UpdateWork } from "./updated-import.ts";

/**
 * Moves an import from a repository to the newest commit of what it follows; see applyUpdate.
 *
 * @throws OPTIONS_CONFLICT with `toRemote`, and what opening of the source, storing and placing throw
 */
export async function updateRepoImport(work: UpdateWork, stage: Stage, options: UpdateOptions): Promise<UpdatedImport> {
  const { workspace, pool, cache, context } = work;
  const { project } = workspace;
  const recorded = importOrigin(stage);
  const old = stage.dvcFile;
  if (recorded === undefined || old === undefined) throw new TypeError("no import");
  if (options.toRemote) throw toRemoteRefused(stage);
  const origin = options.rev === undefined ? withoutLostRange(workspace, stage, recorded) : recorded;
  const moved = await moveLock(pool, origin, options.rev);
  const bring = async ({ location, entry }: Output) => {
    const { item } = await findImportItem(moved.source, moved.origin, { project, location });
    const data = { source: moved.source, item, cache, statCache: workspace.statCache };
    const stored = await storeImport(entry, data, context);
    if (origin.notes.store) await keepImport(project, stored.entry, context);
    return stored;
  };
  const changed = await applyUpdate(workspace, {
    stage,
    content: withOrigin(old.file, moved.origin, stage),
    label: repoLabel(origin.path, origin.repo.url),
    noDownload: options.noDownload ?? false,
    bring,
  });
  const before = origin.repo.revLock;
  return { dvcFile: cwdAddress(project, stage), before, rev: moved.origin.repo.rev, after: moved.commit, changed };
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
