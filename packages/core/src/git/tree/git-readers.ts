import { Readable } from "node:stream";
import type { ByteRange, PrefetchOptions } from "../../base/file-tree.ts";
import type { GitRepo } from "../git-repo.ts";
import { isFullSha, unknownRevision } from "../resolve-revision.ts";
import { fetchBlobs, listMissingBlobs } from "./fetch-blobs.ts";
import type { GitObjects, WantedBlobs } from "./git-objects.ts";
import { type GitObject, GitObjectReader } from "./object-reader.ts";
import { missingObject, readFailure } from "./read-failure.ts";
import { streamBlob } from "./stream-blob.ts";
import type { GitTreeEntries } from "./tree-object.ts";

/** Blobs up to this size are read whole through the shared process: a process of its own costs 6 ms. */
const WHOLE_READ_MAX_BYTES = 1024 * 1024;

/**
 * The processes that read objects of a repository of this machine, and the folders that were read. Trees of several
 * commits may share them: a process takes 5 ms to start, and most folders of two commits are the same.
 */
export class GitReaders implements GitObjects {
  readonly trees = new Map<string, GitTreeEntries>();
  readonly #repo: GitRepo;
  readonly #contents: GitObjectReader;
  readonly #sizes: GitObjectReader;

  constructor(repo: GitRepo) {
    this.#repo = repo;
    this.#contents = new GitObjectReader(repo, "contents");
    this.#sizes = new GitObjectReader(repo, "info");
  }

  async rootOf(commit: string): Promise<GitObject> {
    if (!isFullSha(commit)) throw unknownRevision(this.#repo, commit);
    try {
      const root = await this.#contents.read(`${commit}^{tree}`);
      if (root === undefined) throw unknownRevision(this.#repo, commit);
      return root;
    } catch (error) {
      throw readFailure(this.#repo, commit, error);
    }
  }

  read(oid: string): Promise<GitObject> {
    return this.#require(this.#contents, oid);
  }

  /** What an object is and how large, in bytes. @throws GIT_OBJECT_MISSING */
  async infoOf(oid: string): Promise<Pick<GitObject, "type" | "sizeBytes">> {
    const { type, sizeBytes } = await this.#require(this.#sizes, oid);
    return { type, sizeBytes };
  }

  async sizeOf(oid: string): Promise<number> {
    return (await this.infoOf(oid)).sizeBytes;
  }

  async open(oid: string, range: ByteRange): Promise<Readable> {
    if ((await this.sizeOf(oid)) > WHOLE_READ_MAX_BYTES) return streamBlob(this.#repo, oid, range);
    const { bytes } = await this.read(oid);
    return Readable.from([bytes.subarray(range.start, range.end)], { objectMode: false });
  }

  /** Sizes, too, are told by git only of what a partial clone has. */
  async prefetch({ commit, list }: WantedBlobs, { signal }: PrefetchOptions): Promise<void> {
    const missing = await listMissingBlobs(this.#repo, commit, signal);
    if (missing.size === 0) return;
    const lacking = [...(await list())].filter((oid) => missing.has(oid));
    await fetchBlobs(this.#repo, lacking, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#contents[Symbol.asyncDispose](), this.#sizes[Symbol.asyncDispose]()]);
  }

  async #require(reader: GitObjectReader, oid: string): Promise<GitObject> {
    try {
      const object = await reader.read(oid);
      if (object !== undefined) return object;
    } catch (error) {
      throw readFailure(this.#repo, oid, error);
    }
    throw missingObject(this.#repo.commonDir, oid);
  }
}
