import type { FileTree, TreeEntry } from "../base/file-tree.ts";
import { LodeError } from "../base/lode-error.ts";
import type { RelPath } from "../base/rel-path.ts";
import { isStageFileName } from "../formats/stage/path-problem.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";
import { checkIgnoredOutputs } from "./check-ignored-outputs.ts";
import { type StageWalkScope, withGitIgnore } from "./git-ignore-scope.ts";
import { rootIgnoreScope } from "./ignore-scope.ts";
import { stageFiles } from "./load-named-stages.ts";
import { loadStageFile } from "./load-stage-file.ts";
import { isMetadataName } from "./metadata-name.ts";
import type { Project } from "./project.ts";
import { makeIndex, type ProjectIndex } from "./project-index.ts";
import type { Stage } from "./stage.ts";

/** How an index is loaded. */
export interface LoadIndexOptions {
  /** Receives the error of a stage file that cannot be read, which is then left out. Default: the error is thrown. */
  readonly onUnreadable?: (file: RelPath, error: LodeError) => void;
  /** Receives each stage file of the walk in its order, also one that has no stages or cannot be read. Default: nobody is told. */
  readonly onStageFile?: (file: RelPath) => void;
}

/**
 * Loads all stages of a project by a walk that does not enter outputs, sub-projects, and what `.dvcignore` or, on disk,
 * Git ignores. Stages come in the order of the walk. No rule between stages is checked; see checkIndex.
 *
 * @throws OUTPUT_IGNORED, and what parsing of any stage file throws
 */
export async function loadIndex(project: Project, options: LoadIndexOptions = {}): Promise<ProjectIndex> {
  const ignore = await rootIgnoreScope(project.tree);
  const walk: Walk = { project, options, outputs: new Set(), stages: [], ignores: new Map() };
  await prefetchStageFiles(project.tree);
  const entries = (await project.tree.list("")) ?? [];
  await walkDir(walk, { dir: "", entries, scope: withGitIgnore(project, ignore) });
  if (options.onUnreadable === undefined)
    await checkIgnoredOutputs(project.tree, walk.stages, (dir) => ignoreOf(walk, dir));
  return makeIndex(walk.stages);
}

interface Walk {
  readonly project: Project;
  readonly options: LoadIndexOptions;
  /** Paths of outputs found so far; their folders are not entered. */
  readonly outputs: Set<string>;
  readonly stages: Stage[];
  /** The `.dvcignore` rules of the folders that were entered. */
  readonly ignores: Map<string, WalkScope>;
}

/** A folder of the walk, with what is in it and the rules that hold there. */
interface Folder {
  readonly dir: string;
  readonly entries: readonly TreeEntry[];
  readonly scope: StageWalkScope;
}

async function walkDir(walk: Walk, { dir, entries, scope }: Folder): Promise<void> {
  walk.ignores.set(dir, scope.dvcIgnore);
  for (const entry of entries) {
    if (isStageFile(entry) && !scope.isIgnored(entry.name, "file")) await loadFile(walk, join(dir, entry.name));
  }
  for (const { name, kind } of entries) {
    if (kind === "dir" && !scope.isIgnored(name, "dir")) await walkChild(walk, scope, { dir, name });
  }
}

async function walkChild(
  walk: Walk,
  scope: StageWalkScope,
  { dir, name }: { readonly dir: string; readonly name: string },
): Promise<void> {
  const path = join(dir, name);
  if (walk.outputs.has(path)) return;
  const entries = (await walk.project.tree.list(path)) ?? [];
  await walkDir(walk, { dir: path, entries, scope: await scope.enter(name, entries) });
}

async function loadFile(walk: Walk, file: RelPath): Promise<void> {
  const stages = await readStages(walk, file);
  walk.options.onStageFile?.(file);
  for (const stage of stages) {
    walk.stages.push(stage);
    for (const { location } of stage.outs) {
      if (location.kind === "inside") walk.outputs.add(location.path);
    }
  }
}

async function readStages({ project, options }: Walk, file: RelPath): Promise<readonly Stage[]> {
  try {
    return await loadStageFile(stageFiles(project), file);
  } catch (error) {
    if (options.onUnreadable === undefined || !(error instanceof LodeError)) throw error;
    options.onUnreadable(file, error);
    return [];
  }
}

/** The `.dvcignore` rules of any folder; of one that the walk did not enter, found out now. */
async function ignoreOf(walk: Walk, dir: string): Promise<WalkScope | undefined> {
  const known = walk.ignores.get(dir);
  if (known !== undefined) return known;
  const slash = dir.lastIndexOf("/");
  const parent = await ignoreOf(walk, slash < 0 ? "" : dir.slice(0, slash));
  const name = dir.slice(slash + 1);
  if (parent === undefined || parent.isIgnored(name, "dir")) return undefined;
  const entered = await parent.enter(name, (await walk.project.tree.list(dir)) ?? []);
  walk.ignores.set(dir, entered);
  return entered;
}

/** A link to a stage file is one too. */
function isStageFile({ name, kind }: TreeEntry): boolean {
  return isStageFileName(name) && name !== ".dvc" && (kind === "file" || kind === "link");
}

/** Brings all files that a walk reads near in one request, if the tree is of a partial clone. */
async function prefetchStageFiles(tree: FileTree): Promise<void> {
  if (tree.prefetch === undefined) return;
  const wanted: string[] = [];
  const collect = async (dir: string): Promise<void> => {
    for (const { name, kind } of (await tree.list(dir)) ?? []) {
      if (kind === "dir") await collect(join(dir, name));
      else if (isMetadataName(name)) wanted.push(join(dir, name));
    }
  };
  await collect("");
  await tree.prefetch(wanted);
}

/** Joins a folder of the project and a name that a listing gave. */
function join(dir: string, name: string): RelPath {
  return (dir === "" ? name : `${dir}/${name}`) as RelPath;
}
