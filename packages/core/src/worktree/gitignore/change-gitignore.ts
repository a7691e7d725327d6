import { isUtf8 } from "node:buffer";
import { basename, dirname, join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { addIgnoreEntry, removeIgnoreEntry } from "../../formats/ignore/gitignore-file.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { readBytesIfExists } from "../../fs/read-text-if-exists.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { writeFileAtomic } from "../../fs/write-file-atomic.ts";
import { reachOf } from "../reach.ts";

/** A change of a `.gitignore` file. */
export interface GitignoreChange {
  /** Absolute path of the file. */
  readonly file: string;
  /** Puts the old content back, unless something else was changed meanwhile. @throws IO_FAILED */
  takeBack(): void;
}

/**
 * Adds the lines for some paths of one folder to its `.gitignore`, which is made if needed. Whether Git ignores the paths
 * already is for the caller to find out.
 *
 * @param paths absolute; at least one
 * @param boundary absolute; the folder that a `.gitignore` that is a symbolic link must not lead out of
 * @throws PATH_BEHIND_LINK, IO_FAILED
 */
export function addGitignoreLines(paths: readonly [string, ...string[]], boundary: string): GitignoreChange {
  const file = gitignoreOf(paths[0], boundary);
  const before = readBytesIfExists(file);
  let after = before;
  for (const path of paths) {
    const { text, name, encoding } = decode(after, basename(path));
    after = Buffer.from(addIgnoreEntry(text, name), encoding);
  }
  if (after !== undefined) writeFileAtomic(file, after);
  return {
    file: namedGitignore(paths[0]),
    takeBack() {
      if (after === undefined || readBytesIfExists(file)?.equals(after) !== true) return;
      if (before === undefined) removeTree(file);
      else writeFileAtomic(file, before);
    },
  };
}

/**
 * Removes the line for a path from the `.gitignore` of its folder, and the file if nothing is left in it.
 *
 * @param path absolute
 * @param boundary as for addGitignoreLines
 * @returns the path of the `.gitignore`; undefined if there is none, or none any more
 * @throws PATH_BEHIND_LINK, IO_FAILED
 */
export function removeGitignoreLine(path: string, boundary: string): string | undefined {
  const file = gitignoreOf(path, boundary);
  const before = readBytesIfExists(file);
  if (before === undefined) return undefined;
  const { text = "", name, encoding } = decode(before, basename(path));
  const after = removeIgnoreEntry(text, name);
  if (after === undefined) removeTree(file);
  else if (after !== text) writeFileAtomic(file, Buffer.from(after, encoding));
  return after === undefined ? undefined : namedGitignore(path);
}

function namedGitignore(path: string): string {
  return join(dirname(path), ".gitignore");
}

/** The file itself, behind a link. */
function gitignoreOf(path: string, boundary: string): string {
  const named = namedGitignore(path);
  if (lstatPath(named)?.isSymbolicLink() !== true) return named;
  const { real, isInside } = reachOf(named, boundary);
  if (real !== undefined && isInside) return real;
  throw new LodeError("PATH_BEHIND_LINK", `Cannot edit "${named}": it is a link to "${real ?? "nothing"}"`, {
    hint: "Replace the symbolic link by a file.",
    details: { path: named, realPath: real ?? null },
  });
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
