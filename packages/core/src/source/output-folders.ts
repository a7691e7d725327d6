import type { OwnedOutput, ProjectIndex } from "../project/project-index.ts";

/** The folders above cached outputs, the root included, with what lies right in each: an output, or undefined for a folder. */
export type OutputFolders = ReadonlyMap<string, ReadonlyMap<string, OwnedOutput | undefined>>;

/** Lists the folders above the cached outputs of a project. */
export function outputFolders({ byPath }: ProjectIndex): OutputFolders {
  const folders = new Map<string, Map<string, OwnedOutput | undefined>>();
  for (const [path, owned] of byPath) {
    if (owned.output.cached) folderAbove(folders, path).set(nameOf(path), owned);
  }
  return folders;
}

/** The folder of a path, entered in the folders above it. */
function folderAbove(
  folders: Map<string, Map<string, OwnedOutput | undefined>>,
  path: string,
): Map<string, OwnedOutput | undefined> {
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  const known = folders.get(folder);
  if (known !== undefined) return known;
  const children = new Map<string, OwnedOutput | undefined>();
  folders.set(folder, children);
  if (folder !== "") {
    const parent = folderAbove(folders, folder);
    if (!parent.has(nameOf(folder))) parent.set(nameOf(folder), undefined);
  }
  return children;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
