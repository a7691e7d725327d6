import { LodeError } from "../../base/lode-error.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import type { ProjectIndex } from "../../project/project-index.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { selectTargets } from "../../project/select-targets.ts";
import { isImport, isRepoImport, type Stage } from "../../project/stage.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { accessCache } from "../../source/access-cache.ts";
import { importedPath, importOrigin } from "../../source/import-spec.ts";
import { sourcePool } from "../../source/source-pool.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { type ToldImport, tellImports } from "../registry/tell-imports.ts";
import type { UpdateOptions } from "./update-options.ts";
import { updateRepoImport } from "./update-repo-import.ts";
import { updateTracked } from "./update-tracked.ts";
import { updateUrlImport } from "./update-url-import.ts";
import type { UpdatedImport } from "./updated-import.ts";

/** What was updated. */
export interface UpdateResult {
  readonly updated: readonly UpdatedImport[];
}

/**
 * Moves imports to the newest version of what they follow, one after the other; each that was updated stays so if a
 * later one fails. Data is brought only if it is another; of a directory, only the files that are.
 *
 * @throws OPTIONS_CONFLICT, TARGET_UNKNOWN, LOCK_HELD, UPDATE_UNSUPPORTED, and what opening of sources, storing and
 *   checkout throw
 */
export async function update(project: Project, options: UpdateOptions, context: MoveContext): Promise<UpdateResult> {
  const { updated, told } = await withProjectLock(project, async () => {
    refuseConflicts(options);
    const stages = await selectStages(project, options);
    const imports = stages.filter(isImport);
    using workspace = openWorkspace(project, context);
    const updated = await updateImports(workspace, imports, { options, context });
    const others = stages.filter((stage) => !isImport(stage));
    if (others.length > 0) updateTracked(project, others, { options, context });
    return { updated, told: toldImports(imports, updated) };
  });
  await tellImports(project, told, context);
  return { updated };
}

function toldImports(imports: readonly Stage[], updated: readonly UpdatedImport[]): readonly ToldImport[] {
  return imports.flatMap((stage, i) => {
    const origin = importOrigin(stage);
    const now = updated[i];
    if (origin === undefined || now === undefined) return [];
    return [{ url: origin.repo.url, path: importedPath(origin.path), rev: now.rev, commit: now.after }];
  });
}

function refuseConflicts({ toRemote = false, noDownload = false, remote }: UpdateOptions): void {
  if (toRemote && noDownload) throw conflict("--to-remote can't be used with --no-download");
  if (!toRemote && remote !== undefined) throw conflict("--remote can't be used without --to-remote");
}

function conflict(reason: string): LodeError {
  return new LodeError("OPTIONS_CONFLICT", `Cannot update: ${reason}`);
}

async function selectStages(
  project: Project,
  { targets, recursive = false }: UpdateOptions,
): Promise<readonly Stage[]> {
  let loaded: Promise<ProjectIndex> | undefined;
  const index = (): Promise<ProjectIndex> => {
    loaded ??= loadIndex(project);
    return loaded;
  };
  const stages = new Map<string, Stage>();
  for (const { stage } of await selectTargets({ project, index }, targets, { recursive })) {
    if (!stages.has(stage.address)) stages.set(stage.address, stage);
  }
  return [...stages.values()];
}

async function updateImports(
  workspace: Workspace,
  stages: readonly Stage[],
  { options, context }: { readonly options: UpdateOptions; readonly context: MoveContext },
): Promise<readonly UpdatedImport[]> {
  const { project } = workspace;
  using cache = accessCache(project, "md5");
  await using pool = sourcePool({ ...context, context: project.context, cache });
  const updated: UpdatedImport[] = [];
  for (const stage of stages) {
    if (stage.deps[0]?.entry.db !== undefined) throw databaseImport(stage);
    const updateImport = isRepoImport(stage) ? updateRepoImport : updateUrlImport;
    updated.push(await updateImport({ workspace, pool, cache, context }, stage, options));
  }
  return updated;
}

function databaseImport({ address }: Stage): LodeError {
  return new LodeError("UPDATE_UNSUPPORTED", `Cannot update '${address}': it is an import from a database`, {
    hint: "Use `dvc update` for it.",
    details: { stage: address },
  });
}
