import { LodeError } from "../../base/lode-error.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { type GitChanges, type GitOutcome, withGitChanges } from "../../project/git-changes.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { refuseTracked } from "../../project/refuse-tracked.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { draftImport, type ImportPlan, type NewImport } from "./draft-import.ts";

/** An import that was made. Paths are relative to the current folder. */
export interface MadeImport {
  readonly path: string;
  readonly dvcFile: string;
  /** The object of the data; undefined if it was not brought. */
  readonly oid: string | undefined;
  readonly git: GitOutcome;
}

/** What the steps of an import need. */
export interface ImportWork {
  readonly workspace: Workspace;
  readonly changes: GitChanges;
  readonly context: MoveContext;
}

/** What one kind of import does in its own way. */
export interface ImportSteps {
  readonly plan: ImportPlan;
  /** Brings the data, and gives back what the `.dvc` file is to say. */
  readonly realize: (work: ImportWork, made: NewImport) => Promise<DvcFile>;
}

/**
 * Makes an import: its `.dvc` file is worked out first, then its data is brought, and the file is written last.
 *
 * @throws what the steps and draftImport throw; OUTPUT_TRACKED_BY_GIT, LOCK_HELD
 */
export function makeImport(
  project: Project,
  context: MoveContext,
  steps: ImportSteps,
): Promise<{ readonly result: MadeImport; readonly content: DvcFile }> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, context);
    const { result, git } = await withGitChanges(project, async (changes) => {
      const made = await draftImport(workspace, steps.plan);
      await changes.prepare([made.output]);
      await refuseTracked(project, made.output, changes);
      const content = await steps.realize({ workspace, changes, context }, made);
      writeDvcFile(project, made.draft.file, { content, old: made.draft.old });
      changes.track(made.draft.file);
      return { made, content };
    });
    const { made, content } = result;
    const path = cwdPath(project, made.output);
    const dvcFile = cwdPath(project, made.draft.file);
    return { result: { path, dvcFile, oid: content.outs[0]?.checksum?.value, git }, content };
  });
}

/** Tells what is imported, in DVC's words. */
export function announceImport({ workspace, context }: ImportWork, origin: string, { output }: NewImport): void {
  const target = cwdPath(workspace.project, output);
  context.onEvent?.({ type: "notice", message: `Importing '${origin}' -> '${target}'` });
}

/** The output of an import. */
export function importedOutput({ outs }: DvcFile): DvcFile["outs"][number] {
  const [output] = outs;
  if (output === undefined) throw new LodeError("DVC_FILE_INVALID", "Cannot import: the stage has no output");
  return output;
}
