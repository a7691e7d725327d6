import { join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { pathExists } from "../../fs/path-exists.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { type GitChanges, type GitOutcome, withGitChanges } from "../../project/git-changes.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { refuseTracked } from "../../project/refuse-tracked.ts";
import { withImportedOutput } from "../../project/stage-draft.ts";
import { fullPath, openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { accessCache } from "../../source/access-cache.ts";
import { findImportItem } from "../../source/import-item.ts";
import { lockTo, newestSpec } from "../../source/import-spec.ts";
import { openSource } from "../../source/open-source.ts";
import { placeImport, storeImport } from "../../source/place-import.ts";
import type { Source } from "../../source/source.ts";
import { writeSourceItem } from "../../source/write-item.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { draftImport, type NewImport } from "./draft-import.ts";
import type { ImportOptions } from "./import-options.ts";

/** What was imported. Paths are relative to the current folder. */
export interface ImportResult {
  readonly path: string;
  readonly dvcFile: string;
  /** The branch, tag or commit that the `.dvc` file names; of a range of versions, the tag of the chosen one. */
  readonly rev: string | undefined;
  /** The commit that the import is locked to; undefined if nothing was contacted. */
  readonly commit: string | undefined;
  /** The object of the data; undefined if it was not brought here. */
  readonly oid: string | undefined;
  readonly git: GitOutcome;
}

/**
 * Brings a file or directory of another repository here and remembers where it came from, locked to the commit:
 *
 * 1. What would stand in the way of the import is found out before anything is contacted.
 * 2. The data goes into the project's cache, verified.
 * 3. It gets its place in the work tree, where it replaces what is there; Git ignores it.
 * 4. The `.dvc` file is written.
 *
 * @throws what draftImport, openSource and placing throw; OUTPUT_TRACKED_BY_GIT, SOURCE_PATH_MISSING,
 *   SOURCE_WITHOUT_COMMIT, OBJECTS_MISSING, LOCK_HELD. Nothing has changed then but the cache
 */
export function importPath(project: Project, options: ImportOptions, context: MoveContext): Promise<ImportResult> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, context);
    const { result, git } = await withGitChanges(project, async (changes) => {
      const made = await draftImport(workspace, options);
      await changes.prepare([made.output]);
      await refuseTracked(project, made.output, changes);
      const content = await realize({ workspace, changes, context }, made, options);
      writeDvcFile(project, made.draft.file, { content, old: made.draft.old });
      changes.track(made.draft.file);
      return { made, content };
    });
    const { made, content } = result;
    return {
      path: cwdPath(project, made.output),
      dvcFile: cwdPath(project, made.draft.file),
      rev: content.deps[0]?.repo?.rev,
      commit: content.deps[0]?.repo?.revLock,
      oid: content.outs[0]?.checksum?.value,
      git,
    };
  });
}

interface ImportWork {
  readonly workspace: Workspace;
  readonly changes: GitChanges;
  readonly context: MoveContext;
}

/** Does as much as is asked for, and gives back what the `.dvc` file is to say. */
async function realize(work: ImportWork, made: NewImport, options: ImportOptions): Promise<DvcFile> {
  const { extent = "full" } = options;
  if (extent === "record") {
    await work.changes.ignore(made.output);
    return made.draft.content;
  }
  announce(work, made, options);
  return extent === "lock" ? lockOnly(work, made) : bringData(work, made);
}

function announce({ workspace, context }: ImportWork, { output }: NewImport, { path, url }: ImportOptions): void {
  const target = cwdPath(workspace.project, output);
  context.onEvent?.({ type: "notice", message: `Importing '${path} (${url})' -> '${target}'` });
}

async function lockOnly({ workspace, changes, context }: ImportWork, made: NewImport): Promise<DvcFile> {
  const { project } = workspace;
  const { draft, output, origin } = made;
  const source = { ...context, context: project.context, cache: project.cache };
  await using opened = await openSource(newestSpec(origin), source);
  const content = lockedTo(draft.content, opened);
  await changes.ignore(output);
  removeTree(fullPath(workspace, { kind: "inside", path: output }));
  return withImportedOutput(content, outputOf(content));
}

async function bringData({ workspace, changes, context }: ImportWork, made: NewImport): Promise<DvcFile> {
  const { project } = workspace;
  const { draft, output, origin } = made;
  using cache = accessCache(project, "md5");
  await using source = await openSource(newestSpec(origin), { ...context, context: project.context, cache });
  const content = lockedTo(draft.content, source);
  const location = { kind: "inside", path: output } as const;
  const { item, untracked } = await findImportItem(source, origin.path, { project, location });
  const entry = await storeImport(outputOf(content), { source, item, cache }, context);
  const complete = withImportedOutput(content, entry);
  await changes.ignore(output);
  await placeImport(workspace, { ...draft, content: complete }, { force: true, relink: true });
  const target = fullPath(workspace, location);
  const absent = untracked.files.filter(({ relpath }) => !pathExists(join(target, relpath)));
  if (item.kind === "dir") await writeSourceItem(source, { ...untracked, files: absent }, { target, context });
  return complete;
}

function lockedTo(content: DvcFile, source: Source): DvcFile {
  const deps = content.deps.map((entry) => (entry.repo ? { ...entry, repo: lockTo(entry.repo, source) } : entry));
  return { ...content, deps };
}

function outputOf({ outs }: DvcFile): DvcFile["outs"][number] {
  const [output] = outs;
  if (output === undefined) throw new LodeError("DVC_FILE_INVALID", "Cannot import: the stage has no output");
  return output;
}
