import type { PathChoice } from "../../formats/ignore/path-choice.ts";
import type { SourceEntry } from "../../source/source-entry.ts";

/** A path that is to be listed. */
export interface Found {
  /** From what is listed; `""` is that itself. */
  readonly name: string;
  readonly entry: SourceEntry;
}

/** How much of a tree is shown; see ListOptions. */
interface Shown {
  readonly recursive?: boolean;
  readonly folders?: boolean;
  readonly maxDepth?: number;
}

/** Of all files and folders of a tree, those to be listed that are chosen, or that hold a chosen file. */
export function chosenEntries(found: readonly Found[], isChosen: PathChoice, shown: Shown): readonly Found[] {
  const chosen = new Set(found.filter(({ name, entry }) => entry.kind === "file" && isChosen(name)));
  const holders = foldersOf([...chosen].map(({ name }) => name));
  const { recursive = false, folders = false } = shown;
  const depth = recursive ? (shown.maxDepth ?? Number.POSITIVE_INFINITY) : 1;
  return found.filter((item) => {
    const level = item.name === "" ? 0 : item.name.split("/").length;
    if (level > depth) return false;
    if (item.entry.kind === "file") return chosen.has(item);
    return holders.has(item.name) && (folders || level === depth);
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
