import { posix } from "node:path";
import type { RelPath } from "../base/rel-path.ts";
import { ignoreScopeAt } from "../project/ignore-scope.ts";
import type { Location } from "../project/location.ts";
import type { Project } from "../project/project.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";
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
  const isHidden = item.kind === "dir" ? await hidingRules(place) : () => false;
  const tracked: SourceFile[] = [];
  const hidden: SourceFile[] = [];
  for (const file of item.files) {
    if (await isHidden(file.relpath)) hidden.push(file);
    else tracked.push(file);
  }
  return {
    item: { ...item, files: tracked },
    untracked: { ...item, files: hidden, dirs: foldersWithoutFiles(item) },
  };
}

/** Tells which paths in the directory of an import the rules of the project hide; each folder is entered once. */
export async function hidingRules({ project, location }: ImportPlace): Promise<(relpath: string) => Promise<boolean>> {
  if (location.kind !== "inside") return async () => false;
  const folders = new Map<string, Promise<WalkScope | undefined>>();
  const scopeAt = (folder: string): Promise<WalkScope | undefined> => {
    const known = folders.get(folder) ?? enter(scopeAt, folder);
    folders.set(folder, known);
    return known;
  };
  folders.set(".", ignoreScopeAt(project.tree, location.path));
  return async (relpath) => {
    const scope = await scopeAt(posix.dirname(relpath));
    return scope === undefined || scope.isIgnored(posix.basename(relpath), "file");
  };
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
