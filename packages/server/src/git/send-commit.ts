import {
  GitReaders,
  type GitRepo,
  gitFrameHead,
  gitSizeFrame,
  isMetadataName,
  parseTreeObject,
} from "@lode/core/engine";
import { inPieces } from "./in-pieces.ts";

/** Larger metadata are asked for by their ids. */
const METADATA_MAX_BYTES = 1 << 20;
/** How many objects are read at once; each may have a megabyte. */
const READ_AT_ONCE = 32;
const MEASURED_AT_ONCE = 4096;

/**
 * Gives what a client has to know of a commit to find its datasets: the commit, its folders, each before what is in it, the
 * files that hold metadata, the links, and the sizes of all other files.
 */
export function sendCommit(repo: GitRepo, commit: string): AsyncGenerator<Buffer> {
  return inPieces(commitFrames(repo, commit));
}

async function* commitFrames(repo: GitRepo, commit: string): AsyncGenerator<Buffer> {
  await using readers = new GitReaders(repo);
  const { bytes } = await readers.read(commit);
  yield gitFrameHead(commit, "commit", bytes.length);
  yield bytes;
  const root = await readers.rootOf(commit);
  const sent = new Set([root.oid]);
  let folders: readonly Folder[] = [{ oid: root.oid, name: "" }];
  while (folders.length > 0) {
    const deeper: Folder[] = [];
    for (let start = 0; start < folders.length; start += READ_AT_ONCE) {
      const found: Found = { sent, deeper, metadata: [], others: [] };
      yield* foldersFrames(readers, folders.slice(start, start + READ_AT_ONCE), found);
      yield* metadataFrames(readers, found.metadata);
      yield* sizeFrames(readers, found.others);
    }
    folders = deeper;
  }
}

interface Folder {
  readonly oid: string;
  readonly name: string;
}

/** What some folders hold. */
interface Found {
  /** Folders and metadata that have been sent, or will be. */
  readonly sent: Set<string>;
  readonly deeper: Folder[];
  readonly metadata: string[];
  readonly others: string[];
}

async function* foldersFrames(readers: GitReaders, folders: readonly Folder[], found: Found): AsyncGenerator<Buffer> {
  for (const [i, { oid, bytes }] of (await Promise.all(folders.map(({ oid }) => readers.read(oid)))).entries()) {
    yield gitFrameHead(oid, "tree", bytes.length);
    yield bytes;
    enter(parseTreeObject(bytes, oid.length / 2), folders[i]?.name === ".dvc", found);
  }
}

function enter(entries: ReturnType<typeof parseTreeObject>, isDvcDir: boolean, found: Found): void {
  for (const entry of entries.values()) {
    const { name, kind, oid } = entry;
    if (kind === "other") continue;
    if (kind === "file" && !isMetadata(entry, isDvcDir)) found.others.push(oid);
    else if (!found.sent.has(oid)) {
      found.sent.add(oid);
      if (kind === "dir") found.deeper.push({ oid, name });
      else found.metadata.push(oid);
    }
  }
}

function isMetadata({ name }: { readonly name: string }, isDvcDir: boolean): boolean {
  return isMetadataName(name) || (isDvcDir && name === "config");
}

async function* metadataFrames(readers: GitReaders, oids: readonly string[]): AsyncGenerator<Buffer> {
  for (let start = 0; start < oids.length; start += READ_AT_ONCE) {
    for (const [oid, sizeBytes] of await sizesOf(readers, oids.slice(start, start + READ_AT_ONCE))) {
      if (sizeBytes > METADATA_MAX_BYTES) yield gitSizeFrame(oid, sizeBytes);
      else {
        yield gitFrameHead(oid, "blob", sizeBytes);
        yield (await readers.read(oid)).bytes;
      }
    }
  }
}

async function* sizeFrames(readers: GitReaders, oids: readonly string[]): AsyncGenerator<Buffer> {
  for (let start = 0; start < oids.length; start += MEASURED_AT_ONCE) {
    for (const [oid, sizeBytes] of await sizesOf(readers, oids.slice(start, start + MEASURED_AT_ONCE))) {
      yield gitSizeFrame(oid, sizeBytes);
    }
  }
}

function sizesOf(readers: GitReaders, oids: readonly string[]) {
  return Promise.all(oids.map(async (oid) => [oid, await readers.sizeOf(oid)] as const));
}
