import type { FileTree, TreeEntry } from "../base/file-tree.ts";
import { isStageFileName } from "../formats/stage/path-problem.ts";

/** To read as many takes 50 ms; to read 100,000 takes 3 s. */
const MANY = 2000;
/** More names are not looked at. */
const MAX_NAMES = 50_000;

/**
 * Says whether a project has so many stage files that reading them all would be felt, from names alone. Folders that are
 * tracked by the file of their name beside them are not entered; ignore rules are not asked.
 */
export async function hasManyStageFiles(tree: FileTree): Promise<boolean> {
  let nameCount = 0;
  let stageFileCount = 0;
  const dirs = [""];
  for (const dir of dirs) {
    const entries = (await tree.list(dir)) ?? [];
    const stageFiles = stageFilesAmong(entries);
    nameCount += entries.length;
    stageFileCount += stageFiles.size;
    if (stageFileCount >= MANY || nameCount >= MAX_NAMES) break;
    for (const name of foldersAmong(entries, stageFiles)) dirs.push(dir === "" ? name : `${dir}/${name}`);
  }
  return stageFileCount >= MANY;
}

function stageFilesAmong(entries: readonly TreeEntry[]): ReadonlySet<string> {
  return new Set(entries.filter(({ name, kind }) => kind !== "dir" && isStageFileName(name)).map(({ name }) => name));
}

function foldersAmong(entries: readonly TreeEntry[], stageFiles: ReadonlySet<string>): readonly string[] {
  const isEntered = ({ name, kind }: TreeEntry) => kind === "dir" && name !== ".git" && !stageFiles.has(`${name}.dvc`);
  return entries.filter(isEntered).map(({ name }) => name);
}
