import { isLodeError, LodeError } from "../base/lode-error.ts";
import { findAncestorWithDir } from "../fs/find-ancestor.ts";

/** The name of the folder that makes a folder a project. */
export const DVC_DIR = ".dvc";

/**
 * Finds the root of the project that a folder lies in: the nearest ancestor that holds a `.dvc` folder, on the same file
 * system. A `.dvc` folder in the home folder counts, as for DVC.
 *
 * @param cwd absolute
 * @returns absolute
 * @throws NOT_A_PROJECT
 */
export async function findProjectRoot(cwd: string): Promise<string> {
  const search = findAncestorWithDir(cwd, DVC_DIR);
  if (search?.found !== undefined) return search.found;
  if (search === undefined) {
    throw new LodeError("NOT_A_PROJECT", `Cannot open a project in "${cwd}": there is no such folder`);
  }
  throw new LodeError(
    "NOT_A_PROJECT",
    `Cannot find a project around "${cwd}": no ".dvc" folder up to "${search.searchedUpTo}"`,
    { hint: "Make a project with `lode init`, or change to one", details: { cwd, searchedUpTo: search.searchedUpTo } },
  );
}

/** Finds the project around a folder, like findProjectRoot; undefined if there is none. */
export async function projectRootAround(cwd: string): Promise<string | undefined> {
  try {
    return await findProjectRoot(cwd);
  } catch (error) {
    if (isLodeError(error, "NOT_A_PROJECT")) return undefined;
    throw error;
  }
}
