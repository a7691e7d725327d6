import { isUtf8 } from "node:buffer";
import { basename, dirname, join } from "node:path";
import { addToGitignore, removeFromGitignore, takeBackFromGitignore } from "../../formats/gitignore/edit-gitignore.ts";
import { readBytesIfExists } from "../../fs/read-text-if-exists.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { writeFileAtomic } from "../../fs/write-file-atomic.ts";

/** A way to edit the text of a `.gitignore` for a name; undefined means that the file is to be deleted. */
type Edit = (text: string, name: string) => string | undefined;

/**
 * Adds the line for a path to the `.gitignore` of its folder, which is made if needed. Whether Git ignores the path
 * already is for the caller to find out.
 *
 * @param path absolute
 * @returns the path of the `.gitignore`
 * @throws IO_FAILED
 */
export function addGitignoreLine(path: string): string {
  editGitignore(path, addToGitignore, "");
  return gitignoreOf(path);
}

/**
 * Removes the lines for a path from the `.gitignore` of its folder, and the file if nothing is left in it.
 *
 * @param path absolute
 * @returns the path of the `.gitignore`; undefined if there is none, or none any more
 * @throws IO_FAILED
 */
export function removeGitignoreLine(path: string): string | undefined {
  return editGitignore(path, removeFromGitignore) ? gitignoreOf(path) : undefined;
}

/**
 * Takes back the line that addGitignoreLine added.
 *
 * @param path absolute
 * @throws IO_FAILED
 */
export function takeBackGitignoreLine(path: string): void {
  editGitignore(path, takeBackFromGitignore);
}

function gitignoreOf(path: string): string {
  return join(dirname(path), ".gitignore");
}

/** Edits the file if it is there, or from the initial text. Says whether there is a file afterwards. */
function editGitignore(path: string, edit: Edit, initial?: string): boolean {
  const file = gitignoreOf(path);
  const bytes = readBytesIfExists(file);
  if (bytes === undefined && initial === undefined) return false;
  // What is not UTF-8 has to come out as it went in.
  const encoding = bytes === undefined || isUtf8(bytes) ? "utf8" : "latin1";
  const name = Buffer.from(basename(path), "utf8").toString(encoding);
  const before = bytes?.toString(encoding) ?? initial ?? "";
  const after = edit(before, name);
  if (after === undefined) removeTree(file);
  else if (after !== before || bytes === undefined) writeFileAtomic(file, Buffer.from(after, encoding));
  return after !== undefined;
}
