import { Readable } from "node:stream";
import { LodeError } from "../base/lode-error.ts";
import { detectLfsPointer } from "../git/lfs/lfs-pointer.ts";
import { smudgeLfs } from "../git/lfs/smudge-lfs.ts";
import type { Source } from "./source.ts";

/** No Git LFS pointer is larger; see the Git LFS specification, "The Pointer". */
const POINTER_BYTES = 1024;

/**
 * Streams a file of a source's tree. A Git LFS pointer of a commit gives what it points to.
 *
 * @throws LFS_MISSING if that needs git-lfs and it is not installed, PATH_NOT_FOUND if there is no such file
 */
export async function openTreeStream(source: Source, path: string): Promise<Readable> {
  const stream = (await openPointed(source, path)) ?? (await source.tree.openRead(path));
  if (stream !== undefined) return stream;
  throw new LodeError("PATH_NOT_FOUND", `Cannot read '${path}' of '${source.url}': it is no file`, {
    details: { path, url: source.url },
  });
}

/** What a small file of a commit holds, or points to; undefined for any other file. */
async function openPointed({ tree, history, diskRoot }: Source, path: string): Promise<Readable | undefined> {
  const stat = diskRoot === undefined && history !== undefined ? await tree.stat(path) : undefined;
  if (history === undefined || stat === undefined || stat.sizeBytes > POINTER_BYTES) return undefined;
  const bytes = await tree.readBytes(path);
  if (bytes === undefined) return undefined;
  if (detectLfsPointer(bytes) === undefined) return Readable.from([bytes]);
  return smudgeLfs(await history.repo(), { path, pointer: bytes });
}
