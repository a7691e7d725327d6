import { isUtf8 } from "node:buffer";
import { basename, dirname, join } from "node:path";
import { addIgnoreEntry, removeIgnoreEntry } from "../../formats/ignore/gitignore-file.ts";
import { readBytesIfExists } from "../../fs/read-text-if-exists.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { writeFileAtomic } from "../../fs/write-file-atomic.ts";

/** A change of a `.gitignore` file. */
export interface GitignoreChange {
  /** Absolute path of the file. */
  readonly file: string;
  /** Puts the old content back, unless something else was changed meanwhile. @throws IO_FAILED */
  takeBack(): void;
}

/**
 * Adds the line for a path to the `.gitignore` of its folder, which is made if needed. Whether Git ignores the path
 * already is for the caller to find out.
 *
 * @param path absolute
 * @throws IO_FAILED
 */
export function addGitignoreLine(path: string): GitignoreChange {
  const file = gitignoreOf(path);
  const before = readBytesIfExists(file);
  const { text, name, encoding } = decode(before, basename(path));
  const after = Buffer.from(addIgnoreEntry(text, name), encoding);
  writeFileAtomic(file, after);
  return {
    file,
    takeBack() {
      if (readBytesIfExists(file)?.equals(after) !== true) return;
      if (before === undefined) removeTree(file);
      else writeFileAtomic(file, before);
    },
  };
}

/**
 * Removes the line for a path from the `.gitignore` of its folder, and the file if nothing is left in it.
 *
 * @param path absolute
 * @returns the path of the `.gitignore`; undefined if there is none, or none any more
 * @throws IO_FAILED
 */
export function removeGitignoreLine(path: string): string | undefined {
  const file = gitignoreOf(path);
  const before = readBytesIfExists(file);
  if (before === undefined) return undefined;
  const { text = "", name, encoding } = decode(before, basename(path));
  const after = removeIgnoreEntry(text, name);
  if (after === undefined) removeTree(file);
  else if (after !== text) writeFileAtomic(file, Buffer.from(after, encoding));
  return after === undefined ? undefined : file;
}

function gitignoreOf(path: string): string {
  return join(dirname(path), ".gitignore");
}

interface Decoded {
  readonly text: string | undefined;
  /** Decoded in the same way. */
  readonly name: string;
  readonly encoding: "utf8" | "latin1";
}

/** What is not UTF-8 has to come out as it went in. */
function decode(bytes: Buffer | undefined, name: string): Decoded {
  if (bytes === undefined || isUtf8(bytes)) return { text: bytes?.toString("utf8"), name, encoding: "utf8" };
  return { text: bytes.toString("latin1"), name: Buffer.from(name, "utf8").toString("latin1"), encoding: "latin1" };
}
