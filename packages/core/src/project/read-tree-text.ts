import type { FileTree } from "../base/file-tree.ts";
import { LodeError } from "../base/lode-error.ts";

/**
 * Reads a text file of a tree as UTF-8; undefined if there is no such file.
 *
 * @throws TEXT_NOT_UTF8 if it is not valid UTF-8
 */
export async function readTreeText(tree: FileTree, path: string): Promise<string | undefined> {
  const bytes = await tree.readBytes(path);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new LodeError("TEXT_NOT_UTF8", `Cannot read '${path}': it is not valid UTF-8`, { details: { path } });
  }
}
