import { posix } from "node:path";
import { text } from "node:stream/consumers";
import type { FileTree } from "@lode/core/engine";
import { licenseOfText } from "./license-of-text.ts";

/** Under which conditions data may be used, as far as the repository says so. */
export interface License {
  /** The id in the list of SPDX; undefined: what is said is none of those that are known here. */
  readonly spdxId: string | undefined;
  /** As metadata has it; undefined: a file has the text. */
  readonly declared: string | undefined;
  /** The file that says so, from the root of the repository. */
  readonly path: string;
}

const FILE_NAME = /^(?:licen[cs]e|copying)(?:[.-].*)?$/i;
/** Longer than the text of any known license. */
const TEXT_MAX_BYTES = 64 * 1024;

/**
 * Finds the file of a folder with the text of a license. Of several files the first by name is given, and which license that
 * is stays open: each may hold for something else.
 *
 * @param folder from the root of the tree
 * @param prefix the place of the tree in the repository
 */
export async function findLicense(tree: FileTree, folder: string, prefix = ""): Promise<License | undefined> {
  const names = ((await tree.list(folder)) ?? []).filter(({ kind, name }) => kind === "file" && FILE_NAME.test(name));
  const [first, ...others] = names.map(({ name }) => name).sort();
  if (first === undefined) return undefined;
  const file = posix.join(folder, first);
  const content = await tree.openRead(file, { start: 0, end: TEXT_MAX_BYTES });
  const spdxId = others.length > 0 || content === undefined ? undefined : licenseOfText(await text(content));
  return { spdxId, declared: undefined, path: posix.join(prefix, file) };
}
