import { Readable } from "node:stream";
import type { ByteRange, TreeStat } from "../../base/file-tree.ts";
import type { GitRepo } from "../git-repo.ts";
import { isFullSha, unknownRevision } from "../resolve-revision.ts";
import { fetchBlobs, listMissingBlobs } from "./fetch-blobs.ts";
import type { GitPathInfo } from "./git-path-info.ts";
import { GitReaders } from "./git-readers.ts";
import type { GitObject, GitObjectReader } from "./object-reader.ts";
import { missingObject, readFailure } from "./read-failure.ts";
import { resolveTreePath } from "./resolve-tree-path.ts";
import { streamBlob } from "./stream-blob.ts";
import { type GitTreeEntries, type GitTreeEntry, parseTreeObject } from "./tree-object.ts";

/** Blobs up to this size are read whole through the shared process: a process of its own costs 6 ms. */
const WHOLE_READ_MAX_BYTES = 1024 * 1024;

/** What symbolic links of a commit are: ways to other files, or files that hold the text of the link. */
export type GitLinks = "followed" | "text";

/** What a GitFiles starts with. */
interface Start {
  readonly links: GitLinks;
  readonly readers: GitReaders;
  readonly isOwner: boolean;
  readonly root: GitObject;
}

/** How the files of a commit are read. */
export interface GitFilesOptions {
  /** Shared with the trees of other commits, and disposed by whoever made them. Default: of these files alone. */
  readonly readers?: GitReaders;
  /** Default: followed, inside the repository only; one that leads out of it is a broken link. */
  readonly links?: GitLinks;
}

/** The files of one commit, by paths from the root of the repository, and the processes that read them. */
export class GitFiles implements AsyncDisposable {
  readonly commit: string;
  readonly #repo: GitRepo;
  readonly #readers: GitReaders;
  /** Whether the readers are disposed with this. */
  readonly #ownsReaders: boolean;
  readonly #links: GitLinks;
  readonly #root: GitTreeEntry;
  readonly #reading = new Map<string, Promise<GitTreeEntries>>();

  private constructor(repo: GitRepo, commit: string, { readers, isOwner, root, links }: Start) {
    this.#repo = repo;
    this.commit = commit;
    this.#readers = readers;
    this.#ownsReaders = isOwner;
    this.#links = links;
    this.#root = { name: "", kind: "dir", executable: false, oid: root.oid };
    readers.trees.set(root.oid, parseTree(root));
  }

  /**
   * @param options.readers of whoever opens several commits, who disposes them last; default: readers of its own
   * @throws REVISION_UNKNOWN if there is no such commit
   */
  static async open(repo: GitRepo, commit: string, options: GitFilesOptions): Promise<GitFiles> {
    if (!isFullSha(commit)) throw unknownRevision(repo, commit);
    const readers = options.readers ?? new GitReaders(repo);
    const isOwner = options.readers === undefined;
    try {
      const root = await readers.contents.read(`${commit}^{tree}`);
      if (root === undefined) throw unknownRevision(repo, commit);
      return new GitFiles(repo, commit, { readers, isOwner, root, links: options.links ?? "followed" });
    } catch (error) {
      if (isOwner) await readers[Symbol.asyncDispose]();
      throw readFailure(repo, commit, error);
    }
  }

  async list(path: string): Promise<readonly GitTreeEntry[] | undefined> {
    const entry = await this.#entry(path);
    return entry?.kind === "dir" ? [...(await this.#entries(entry.oid)).values()] : undefined;
  }

  async lookup(path: string): Promise<GitPathInfo | undefined> {
    const entry = await this.#entry(path);
    if (entry === undefined || entry.kind === "link") return undefined;
    return { kind: entry.kind, executable: entry.executable, oid: entry.oid };
  }

  async stat(path: string): Promise<TreeStat | undefined> {
    const info = await this.lookup(path);
    if (info === undefined) return undefined;
    return { kind: info.kind, executable: info.executable, sizeBytes: await this.#sizeOf(info) };
  }

  /** Of a folder, that of its tree object, which DVC lists; a submodule has none. */
  async #sizeOf({ kind, oid }: GitPathInfo): Promise<number> {
    if (kind === "other") return 0;
    return kind === "file"
      ? (await this.#read(this.#readers.sizes, oid)).sizeBytes
      : (await this.#read(this.#readers.contents, oid)).bytes.length;
  }

  async readBytes(path: string): Promise<Buffer | undefined> {
    const info = await this.lookup(path);
    return info?.kind === "file" ? (await this.#read(this.#readers.contents, info.oid)).bytes : undefined;
  }

  async openRead(path: string, range: ByteRange = { start: 0 }): Promise<Readable | undefined> {
    const info = await this.lookup(path);
    if (info?.kind !== "file") return undefined;
    const { sizeBytes } = await this.#read(this.#readers.sizes, info.oid);
    if (sizeBytes > WHOLE_READ_MAX_BYTES) return streamBlob(this.#repo, info.oid, range);
    const { bytes } = await this.#read(this.#readers.contents, info.oid);
    return Readable.from([bytes.subarray(range.start, range.end)], { objectMode: false });
  }

  async prefetch(paths: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const missing = await listMissingBlobs(this.#repo, this.commit, signal);
    if (missing.size === 0) return;
    const wanted = new Set<string>();
    for (const path of paths) {
      const entry = await this.#entry(path);
      if (entry !== undefined) await this.#collectBlobs(entry, wanted);
    }
    await fetchBlobs(
      this.#repo,
      [...wanted].filter((oid) => missing.has(oid)),
      signal,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ownsReaders) await this.#readers[Symbol.asyncDispose]();
  }

  async #entry(path: string): Promise<GitTreeEntry | undefined> {
    return (
      this.#knownFile(path) ??
      resolveTreePath(path, {
        root: this.#root,
        entries: (oid) => this.#entries(oid),
        linkTarget: this.#links === "text" ? undefined : (oid) => this.#linkTarget(oid),
      })
    );
  }

  async #linkTarget(oid: string): Promise<string> {
    return (await this.#read(this.#readers.contents, oid)).bytes.toString("utf8");
  }

  /** The file at a path without links whose folders were read before: most are, and this waits for nothing. */
  #knownFile(path: string): GitTreeEntry | undefined {
    let entry: GitTreeEntry | undefined = this.#root;
    for (const name of path.split("/")) {
      if (entry?.kind !== "dir") return undefined;
      entry = this.#readers.trees.get(entry.oid)?.get(name);
    }
    return entry?.kind === "file" ? entry : undefined;
  }

  async #entries(treeOid: string): Promise<GitTreeEntries> {
    const known = this.#readers.trees.get(treeOid);
    if (known !== undefined) return known;
    const reading = this.#reading.get(treeOid) ?? this.#readTree(treeOid);
    this.#reading.set(treeOid, reading);
    return reading;
  }

  async #readTree(treeOid: string): Promise<GitTreeEntries> {
    try {
      const entries = parseTree(await this.#read(this.#readers.contents, treeOid));
      this.#readers.trees.set(treeOid, entries);
      return entries;
    } finally {
      this.#reading.delete(treeOid);
    }
  }

  async #collectBlobs(entry: GitTreeEntry, blobs: Set<string>): Promise<void> {
    if (entry.kind === "file" || entry.kind === "link") blobs.add(entry.oid);
    if (entry.kind !== "dir") return;
    for (const child of (await this.#entries(entry.oid)).values()) await this.#collectBlobs(child, blobs);
  }

  async #read(reader: GitObjectReader, oid: string): Promise<GitObject> {
    try {
      const object = await reader.read(oid);
      if (object !== undefined) return object;
    } catch (error) {
      throw readFailure(this.#repo, oid, error);
    }
    throw missingObject(this.#repo, oid);
  }
}

function parseTree(tree: GitObject): GitTreeEntries {
  return parseTreeObject(tree.bytes, tree.oid.length / 2);
}
