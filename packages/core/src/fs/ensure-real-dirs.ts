import { LodeError } from "../base/lode-error.ts";
import { ensureDir } from "./ensure-dir.ts";
import { lstatIfThere } from "./move-file.ts";

/**
 * Makes a function that creates directories below a root, given relative to it with `/`, and makes sure that each part
 * of their paths is a real directory: a symbolic link there would let a listing write outside the root. What was looked
 * at once is not looked at again.
 *
 * @param root absolute; created when needed, and followed if it is a link
 * @returns a function that throws PATH_OCCUPIED if something else is in the way, IO_FAILED if the system refuses
 */
export function realDirsBelow(root: string): (dir: string) => void {
  const known = new Set<string>();
  return function ensure(dir: string): void {
    if (known.has(dir)) return;
    if (dir === "") ensureDir(root);
    else {
      const slash = dir.lastIndexOf("/");
      ensure(slash === -1 ? "" : dir.slice(0, slash));
      ensureReal(`${root}/${dir}`);
    }
    known.add(dir);
  };
}

function ensureReal(path: string): void {
  const stat = lstatIfThere(path);
  if (stat === undefined) ensureDir(path);
  if (stat === undefined || stat.isDirectory()) return;
  const what = stat.isSymbolicLink() ? "a symbolic link" : "a file";
  throw new LodeError("PATH_OCCUPIED", `Cannot create the directory "${path}": ${what} is there`, {
    details: { path },
  });
}
