import { posix } from "node:path";
import type { RelPath } from "../base/rel-path.ts";
import { ignoreScopeAt } from "../project/ignore-scope.ts";
import type { Location } from "../project/location.ts";
import type { Project } from "../project/project.ts";
import { nothingIgnored, type WalkScope } from "../worktree/scan/walk-scope.ts";
import { chooseFiles } from "./choose-files.ts";
import { type ImportOrigin, importedPath } from "./import-spec.ts";
import type { Source } from "./source.ts";
import { findSourceItem, type SourceFile, type SourceItem } from "./source-item.ts";
import { sourcePathMissing } from "./source-path-missing.ts";

/** What an import takes from its source. */
export interface ImportItem {
  /** What is tracked: what the patterns of the import choose, but for what the importing project's `.dvcignore` hides. */
  readonly item: SourceItem;
  /** What is brought along by an import but not tracked: hidden files, and folders without files. */
  readonly untracked: SourceItem;
}

/** Where an import is. */
export interface ImportPlace {
  readonly project: Project;
  readonly location: Location;
}

/**
 * Finds what an import takes from its source.
 *
 * @throws SOURCE_PATH_MISSING, PART_EMPTY, and what findSourceItem throws
 */
export async function findImportItem(
  source: Source,
  { path, notes }: Pick<ImportOrigin, "path" | "notes">,
  place: ImportPlace,
): Promise<ImportItem> {
  const found = await findSourceItem(source, importedPath(path));
  if (found === undefined) throw sourcePathMissing(source, path);
  const item = chooseFiles(found, notes);
  const { tracked, hidden } = await splitByRules(item, place);
  return {
    item: { ...item, files: tracked },
    untracked: { ...item, files: hidden, dirs: foldersWithoutFiles(item) },
  };
}

async function splitByRules({ kind, files }: SourceItem, place: ImportPlace): Promise<SplitFiles> {
  if (kind === "file") return { tracked: files, hidden: [] };
  const scopeAt = foldersRules(place);
  const tracked: SourceFile[] = [];
  const hidden: SourceFile[] = [];
  // Folder by folder: a promise for each file costs more than all else that is done for it here.
  for (const [folder, members] of Map.groupBy(files, ({ relpath }) => posix.dirname(relpath))) {
    const scope = await scopeAt(folder);
    for (const file of members) (isHiddenIn(scope, file.relpath) ? hidden : tracked).push(file);
  }
  return { tracked, hidden };
}

interface SplitFiles {
  readonly tracked: readonly SourceFile[];
  readonly hidden: readonly SourceFile[];
}

/** Tells which paths in the directory of an import the rules of the project hide; each folder is entered once. */
export function hidingRules(place: ImportPlace): (relpath: string) => Promise<boolean> {
  const scopeAt = foldersRules(place);
  return async (relpath) => isHiddenIn(await scopeAt(posix.dirname(relpath)), relpath);
}

function isHiddenIn(scope: WalkScope | undefined, relpath: string): boolean {
  return scope === undefined || scope.isIgnored(posix.basename(relpath), "file");
}

/** Gives the rules in each folder of an import, `.` being the import; undefined for a folder that is hidden. */
function foldersRules({ project, location }: ImportPlace): (folder: string) => Promise<WalkScope | undefined> {
  if (location.kind !== "inside") return async () => nothingIgnored;
  const folders = new Map<string, Promise<WalkScope | undefined>>();
  const scopeAt = (folder: string): Promise<WalkScope | undefined> => {
    const known = folders.get(folder) ?? enter(scopeAt, folder);
    folders.set(folder, known);
    return known;
  };
  folders.set(".", ignoreScopeAt(project.tree, location.path));
  return scopeAt;
}

/** The rules in a folder; undefined if it is hidden itself. */
async function enter(
  scopeAt: (folder: string) => Promise<WalkScope | undefined>,
  folder: string,
): Promise<WalkScope | undefined> {
  const scope = await scopeAt(posix.dirname(folder));
  const name = posix.basename(folder);
  return scope === undefined || scope.isIgnored(name, "dir") ? undefined : scope.enter(name, []);
}

function foldersWithoutFiles({ files, dirs }: SourceItem): readonly RelPath[] {
  const used = new Set<string>();
  for (const { relpath } of files) {
    for (let slash = relpath.lastIndexOf("/"); slash > 0; slash = relpath.lastIndexOf("/", slash - 1)) {
      const folder = relpath.slice(0, slash);
      if (used.has(folder)) break;
      used.add(folder);
    }
  }
  return dirs.filter((dir) => !used.has(dir));
}
