import { join } from "node:path";
import { choosePaths } from "../../formats/ignore/path-choice.ts";
import type { RepoSource } from "../../formats/stage/dependency-entry.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { pathExists } from "../../fs/path-exists.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import type { Location } from "../../project/location.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import { withImportedOutput } from "../../project/stage-draft.ts";
import { fullPath } from "../../project/workspace/workspace.ts";
import { accessCache } from "../../source/access-cache.ts";
import { findImportItem } from "../../source/import-item.ts";
import { following, type ImportOrigin, importedPath, lockTo, newestSpec } from "../../source/import-spec.ts";
import { keepImport } from "../../source/keep-import.ts";
import { openSource } from "../../source/open-source.ts";
import { type ImportData, placeImport, type StoredImport, storeImport } from "../../source/place-import.ts";
import type { Source } from "../../source/source.ts";
import type { SourceItem } from "../../source/source-item.ts";
import { userOverlays } from "../../source/source-overlays.ts";
import { writeSourceItem } from "../../source/write-item.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { tellImports } from "../registry/tell-imports.ts";
import { repoLabel } from "../status/dependency-label.ts";
import type { NewImport } from "./draft-import.ts";
import type { ImportOptions } from "./import-options.ts";
import { announceImport, type ImportWork, importedOutput, type MadeImport, makeImport } from "./make-import.ts";

/** What was imported. Paths are relative to the current folder. */
export interface ImportResult extends MadeImport {
  /** The branch, tag or commit that the `.dvc` file names; of a range of versions, the tag of the chosen one. */
  readonly rev: string | undefined;
  /** The commit that the import is locked to; undefined if nothing was contacted. */
  readonly commit: string | undefined;
}

/**
 * Brings a file or directory of another repository here and remembers where it came from, locked to the commit:
 *
 * 1. What would stand in the way of the import is found out before anything is contacted.
 * 2. The data goes into the project's cache, verified.
 * 3. With `store`, it goes from there to the project's own remote.
 * 4. It gets its place in the work tree, where it replaces what is there; Git ignores it.
 * 5. The `.dvc` file is written.
 *
 * @throws what draftImport, openSource and placing throw; CONFIG_FILE_NOT_FOUND, IGNORE_INVALID, REMOTE_NOT_SET, TRANSFER_FAILED, OUTPUT_TRACKED_BY_GIT,
 *   SOURCE_PATH_MISSING, SOURCE_WITHOUT_COMMIT, OBJECTS_MISSING, LOCK_HELD. Nothing has changed then but the cache
 */
export async function importPath(
  project: Project,
  options: ImportOptions,
  context: MoveContext,
): Promise<ImportResult> {
  const origin = originOf(options);
  const { path, repo, notes } = origin;
  const dependency = () => {
    userOverlays(options, project.context.cwd);
    return { path, repo };
  };
  const { result, content } = await makeImport(project, context, {
    plan: { ...options, dependency, notes },
    realize: (work, made) => realize(work, { ...made, origin }, options),
  });
  const locked = content.deps[0]?.repo;
  const { rev, revLock: commit } = locked ?? {};
  if (commit !== undefined)
    await tellImports(project, [{ url: options.url, path: importedPath(path), rev, commit }], context);
  return { ...result, rev, commit };
}

function originOf({ path, url, rev, config, remote, include, exclude, store }: ImportOptions): ImportOrigin {
  const repo: RepoSource = {
    url,
    ...(config !== undefined && { config }),
    ...(remote !== undefined && { remote }),
  };
  const notes = {
    ...(include !== undefined && { include }),
    ...(exclude !== undefined && { exclude }),
    ...(store === true && { store }),
  };
  choosePaths(notes);
  return { path, ...(rev === undefined ? { repo, notes } : following({ repo, notes }, rev)) };
}

interface RepoImport extends NewImport {
  /** Where it comes from; not locked yet. */
  readonly origin: ImportOrigin;
}

/** Does as much as is asked for, and gives back what the `.dvc` file is to say. */
async function realize(work: ImportWork, made: RepoImport, options: ImportOptions): Promise<DvcFile> {
  const { extent = "full" } = options;
  if (URL.parse(options.url)?.password) warnOfPassword(work.context);
  if (made.origin.notes.store) openRemote(work.workspace.project, importedOutput(made.draft.content).remote);
  if (extent === "record") {
    await work.changes.ignore(made.output);
    return made.draft.content;
  }
  announceImport(work, repoLabel(options.path, options.url), made);
  return extent === "lock" ? lockOnly(work, made) : bringData(work, made);
}

function warnOfPassword({ onEvent }: ImportWork["context"]): void {
  const message =
    "The URL with its password is written to the .dvc file, for all who read the repository. Leave it out, and sign in with a credential helper of git.";
  onEvent?.({ type: "warning", message });
}

async function lockOnly({ workspace, changes, context }: ImportWork, made: RepoImport): Promise<DvcFile> {
  const { project } = workspace;
  const { draft, output, origin } = made;
  const source = { ...context, context: project.context, cache: project.cache };
  await using opened = await openSource(newestSpec(origin), source);
  const content = lockedTo(draft.content, opened);
  await changes.ignore(output);
  removeTree(fullPath(workspace, { kind: "inside", path: output }));
  return withImportedOutput(content, importedOutput(content));
}

async function bringData({ workspace, changes, context }: ImportWork, made: RepoImport): Promise<DvcFile> {
  const { project } = workspace;
  const { draft, output, origin } = made;
  using cache = accessCache(project, "md5");
  await using source = await openSource(newestSpec(origin), { ...context, context: project.context, cache });
  const content = lockedTo(draft.content, source);
  const location = { kind: "inside", path: output } as const;
  const { stored, untracked } = await storeData(
    { source, cache },
    { origin, content, location },
    { workspace, context },
  );
  const complete = withImportedOutput(content, stored.entry);
  await changes.ignore(output);
  const placing = { force: true, relink: true, manifest: stored.manifest };
  await placeImport(workspace, { ...draft, content: complete }, placing);
  const target = fullPath(workspace, location);
  const absent = untracked.files.filter(({ relpath }) => !pathExists(join(target, relpath)));
  if (untracked.kind === "dir") await writeSourceItem({ ...untracked, files: absent }, { target, context });
  return complete;
}

interface DataToStore {
  readonly origin: ImportOrigin;
  readonly content: DvcFile;
  readonly location: Location;
}

/**
 * Brings the data into the cache, and with `store` from there to the project's own remote. The lists of all files of the
 * source, which take more memory than anything else here, are let go of as soon as they are not needed.
 */
async function storeData(
  { source, cache }: Pick<ImportData, "source" | "cache">,
  { origin, content, location }: DataToStore,
  { workspace, context }: Pick<ImportWork, "workspace" | "context">,
): Promise<{ readonly stored: StoredImport; readonly untracked: SourceItem }> {
  const { project, statCache } = workspace;
  const { item, untracked } = await findImportItem(source, origin, { project, location });
  await source.forgetManifests();
  const stored = await storeImport(importedOutput(content), { source, item, cache, statCache }, context);
  if (origin.notes.store) await keepImport(project, stored.entry, context);
  return { stored, untracked };
}

function lockedTo(content: DvcFile, source: Source): DvcFile {
  const deps = content.deps.map((entry) => (entry.repo ? { ...entry, repo: lockTo(entry.repo, source) } : entry));
  return { ...content, deps };
}
