import type { PathChoice } from "../../formats/ignore/path-choice.ts";
import type { ListedEntry } from "./listed-entry.ts";

/** How much of a tree is shown; see ListOptions. */
interface Shown {
  readonly recursive?: boolean;
  readonly folders?: boolean;
  readonly maxDepth?: number;
}

/** Of all files and folders of a tree, those to be listed that are chosen, or that hold a chosen file. */
export function chosenEntries<Item extends ListedEntry>(
  found: readonly Item[],
  isChosen: PathChoice,
  shown: Shown,
): Item[] {
  const chosen = new Set(found.filter(({ isdir, path }) => !isdir && isChosen(path)));
  const holders = foldersOf([...chosen].map(({ path }) => path));
  const { recursive = false, folders = false } = shown;
  const depth = recursive ? (shown.maxDepth ?? Number.POSITIVE_INFINITY) : 1;
  return found.filter((item) => {
    const { path, isdir } = item;
    const level = path === "" ? 0 : path.split("/").length;
    if (level > depth) return false;
    return isdir ? holders.has(path) && (folders || level === depth) : chosen.has(item);
  });
}

/** The folders that paths lie in, at any depth, the root among them. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>(paths.length === 0 ? [] : [""]);
  for (const path of paths) {
    for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
      folders.add(path.slice(0, slash));
    }
  }
  return folders;
}
