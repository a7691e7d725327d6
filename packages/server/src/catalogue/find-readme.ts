import { buffer } from "node:stream/consumers";
import type { FileTree } from "@lode/core/engine";

/** A text that explains a repository or what is in a folder of it. */
export interface Readme {
  /** From the root of the repository. */
  readonly path: string;
  readonly mediaType: string;
  readonly text: string;
  /** Of the whole file. */
  readonly sizeBytes: number;
  /** Whether the text is only the beginning of the file. */
  readonly isCut: boolean;
}

/** How much of a README is shown, and search looks in. */
export const README_MAX_BYTES = 64 * 1024;

/** By the ends of names, the preferred first. */
const mediaTypes: Readonly<Record<string, string>> = {
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".rst": "text/x-rst",
  ".txt": "text/plain",
  "": "text/plain",
};

/** Finds the README of a folder: `README.md`, or with another end, in letters of any case. @param folder from the root */
export async function findReadme(tree: FileTree, folder: string): Promise<Readme | undefined> {
  const names = ((await tree.list(folder)) ?? []).filter(({ kind }) => kind === "file").map(({ name }) => name);
  for (const [end, mediaType] of Object.entries(mediaTypes)) {
    const name = names.toSorted().find((one) => one.toLowerCase() === `readme${end}`);
    if (name === undefined) continue;
    return await readReadme(tree, folder === "" ? name : `${folder}/${name}`, mediaType);
  }
  return undefined;
}

async function readReadme(tree: FileTree, path: string, mediaType: string): Promise<Readme | undefined> {
  const sizeBytes = (await tree.stat(path))?.sizeBytes;
  const content = await tree.openRead(path, { start: 0, end: README_MAX_BYTES });
  if (sizeBytes === undefined || content === undefined) return undefined;
  const isCut = sizeBytes > README_MAX_BYTES;
  // Of a cut text the last character may be there in part: a decoder that waits for more leaves it out.
  const text = new TextDecoder().decode(await buffer(content), { stream: isCut });
  return { path, mediaType, text, sizeBytes, isCut };
}
