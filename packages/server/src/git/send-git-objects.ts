import { isLodeError } from "@lode/core";
import { GitReaders, type GitRepo, gitFrameHead, gitMissingFrame } from "@lode/core/engine";
import { inPieces } from "./in-pieces.ts";

/**
 * Gives objects of a repository in the order in which they are asked for. Files of any size are never held whole.
 *
 * @param start the byte of each file with which it begins
 */
export function sendGitObjects(repo: GitRepo, oids: readonly string[], start: number): AsyncGenerator<Buffer> {
  return inPieces(objectFrames(repo, oids, start));
}

async function* objectFrames(repo: GitRepo, oids: readonly string[], start: number): AsyncGenerator<Buffer> {
  await using readers = new GitReaders(repo);
  for (const oid of oids) {
    const info = await infoIfThere(readers, oid);
    if (info === undefined) yield gitMissingFrame(oid);
    else if (info.type === "blob") {
      yield gitFrameHead(oid, "blob", info.sizeBytes);
      for await (const part of await readers.open(oid, { start })) yield part;
    } else {
      const { bytes } = await readers.read(oid);
      yield gitFrameHead(oid, info.type, bytes.length);
      yield bytes;
    }
  }
}

interface ObjectInfo {
  readonly type: "commit" | "tree" | "blob";
  readonly sizeBytes: number;
}

/** Tag objects are not sent: what they say is in the list of tags. */
async function infoIfThere(readers: GitReaders, oid: string): Promise<ObjectInfo | undefined> {
  try {
    const { type, sizeBytes } = await readers.infoOf(oid);
    return type === "commit" || type === "tree" || type === "blob" ? { type, sizeBytes } : undefined;
  } catch (error) {
    if (isLodeError(error, "GIT_OBJECT_MISSING")) return undefined;
    throw error;
  }
}
