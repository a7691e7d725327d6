import { join } from "node:path";
import { basename, dirname } from "node:path/posix";
import { LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { DependencyEntry } from "../../formats/stage/dependency-entry.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { type ImportNotes, writeImportNotes } from "../../formats/stage/import-notes.ts";
import type { OutputEntry } from "../../formats/stage/output-entry.ts";
import { type ParsedDvcFile, parseDvcFile } from "../../formats/stage/parse-dvc-file.ts";
import { isStageFileName } from "../../formats/stage/path-problem.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import { checkIndex } from "../../project/check-index.ts";
import { checkNewStageFiles } from "../../project/check-stage-file.ts";
import { loadIndex } from "../../project/load-index.ts";
import { makeIndex } from "../../project/project-index.ts";
import { readTreeText } from "../../project/read-tree-text.ts";
import { type DestinationOptions, resolveDestination } from "../../project/resolve-destination.ts";
import { draftStage, type ImportDraft } from "../../project/stage-draft.ts";
import { newOutputEntry } from "../../project/workspace/save-state.ts";
import { checkNewOutput, targetPath } from "../../project/workspace/target-path.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";

/** An import that is to be made. */
export interface NewImport {
  readonly draft: ImportDraft;
  /** The destination, from the project's root. */
  readonly output: RelPath;
}

/** Where an import goes, and where it comes from. */
export interface ImportPlan extends DestinationOptions {
  /**
   * The dependency before anything is known of the data.
   *
   * @param wdir the folder of the `.dvc` file, from the project's root; `""` is the root
   */
  readonly dependency: (wdir: string) => DependencyEntry;
  /** What Lode keeps in `meta`. Default: nothing. */
  readonly notes?: ImportNotes;
}

/**
 * Works out the `.dvc` file of an import, and makes sure that it goes with the rest of the project. A file of that name
 * is replaced, but what the user had added to it stays. Nothing is contacted.
 *
 * @throws PATH_EXISTS without `force`; TARGET_INVALID, OUTPUT_OUTSIDE, OUTPUT_IGNORED, PATH_BEHIND_LINK, PATH_NOT_FOUND,
 *   STAGE_FILE_IGNORED if the destination cannot be one; what checkIndex, parsing and the plan throw
 */
export async function draftImport(workspace: Workspace, plan: ImportPlan): Promise<NewImport> {
  const { project } = workspace;
  const output = targetPath(project, resolveDestination(project.context.cwd, plan));
  const folder = join(project.rootDir, dirname(output));
  if (!isDirectory(folder)) {
    throw new LodeError("PATH_NOT_FOUND", `Cannot import to '${output}': the folder "${folder}" does not exist`, {
      hint: "Make it first.",
      details: { path: folder },
    });
  }
  // A RelPath with a suffix is one too.
  const file = `${output}.dvc` as RelPath;
  await checkNewStageFiles(project, [file]);
  await checkNewOutput(workspace, output);
  refuseStageFile(plan.path);
  const wdir = dirname(output) === "." ? "" : dirname(output);
  const dependency = plan.dependency(wdir);
  const old = await readOld(workspace, file);
  const content = contentFor({ file, name: basename(output) }, { dependency, notes: plan.notes ?? {} }, old?.file);
  const draft = { file, old, content };
  await checkWithOthers(workspace, draft);
  return { draft, output };
}

function refuseStageFile(path: string): void {
  if (!isStageFileName(path)) return;
  throw new LodeError("TARGET_INVALID", `Cannot import '${path}': a DVC file cannot be a dependency`, {
    hint: "Import the data that it describes.",
    details: { path },
  });
}

async function readOld({ project }: Workspace, file: RelPath): Promise<ParsedDvcFile | undefined> {
  const text = await readTreeText(project.tree, file);
  return text === undefined ? undefined : parseDvcFile(text, file);
}

/** The content of the file before anything is known of the data. */
function contentFor(
  { file, name }: { readonly file: RelPath; readonly name: string },
  { dependency, notes }: { readonly dependency: DependencyEntry; readonly notes: ImportNotes },
  old: DvcFile | undefined,
): DvcFile {
  const output: OutputEntry = { ...newOutputEntry(name), hash: "md5", ...annotations(old, name) };
  const meta = writeImportNotes(old?.meta, notes, file);
  return {
    ...(old?.desc !== undefined && { desc: old.desc }),
    frozen: true,
    deps: [dependency],
    outs: [output],
    ...(meta !== undefined && { meta }),
  };
}

/** What a user had added to the output of the same path. */
function annotations(old: DvcFile | undefined, name: string): Partial<OutputEntry> {
  const entry = old?.outs.find(({ path }) => path === name);
  if (entry === undefined) return {};
  const { desc, type, labels, meta, remote, push } = entry;
  return {
    push,
    ...(desc !== undefined && { desc }),
    ...(type !== undefined && { type }),
    ...(labels !== undefined && { labels }),
    ...(meta !== undefined && { meta }),
    ...(remote !== undefined && { remote }),
  };
}

async function checkWithOthers({ project }: Workspace, draft: ImportDraft): Promise<void> {
  const { stages } = await loadIndex(project);
  checkIndex(makeIndex([...stages.filter(({ file }) => file !== draft.file), draftStage(draft)]));
}
