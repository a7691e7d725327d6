import { Readable } from "node:stream";
import type { OnEvent } from "../../base/events.ts";
import type { ByteRange, PrefetchOptions } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import { ScratchFile } from "../../fs/scratch-file.ts";
import { isFullSha, revisionUnknown } from "../../git/resolve-revision.ts";
import type { GitObjects, WantedBlobs } from "../../git/tree/git-objects.ts";
import type { GitObject } from "../../git/tree/object-reader.ts";
import { missingObject } from "../../git/tree/read-failure.ts";
import type { GitTreeEntries } from "../../git/tree/tree-object.ts";
import type { CommitClient } from "../../remotes/batch/commit-client.ts";
import { type GitFrame, readGitFrames } from "../../remotes/batch/git-frames.ts";
import { defaultRetries, type RetryOptions, retryPassing } from "../../remotes/retry-passing.ts";
import { PromisedFrames, rootOfCommit } from "./promised-frames.ts";
import { resumedBlob } from "./resumed-blob.ts";

/** What of a server's objects is held in memory at most, in bytes; a commit that takes more is not read. */
const HELD_MAX_BYTES = 512 * 1024 * 1024;
/** The largest object that is read whole. */
const WHOLE_MAX_BYTES = 512 * 1024 * 1024;
/** Larger files are not brought near but streamed when they are read. */
const NEAR_MAX_BYTES = 1024 * 1024;

/** Where objects come from, and how much may be asked for. */
export interface ServedFrom {
  /** For messages, without credentials. */
  readonly address: string;
  readonly gitIdsMax: number;
  /** A folder for a nameless file with what is brought near. */
  readonly scratchDir: string;
  /** Is warned when the server is waited for. Default: nobody is. */
  readonly onEvent?: OnEvent | undefined;
}

/**
 * The objects of a repository of a registry server. Folders and metadata of the commits that were loaded are in memory,
 * files that were brought near in a nameless file, everything else is asked for. Each object is verified.
 */
export class ServedObjects implements GitObjects {
  readonly trees = new Map<string, GitTreeEntries>();
  readonly #client: CommitClient;
  readonly #from: ServedFrom;
  readonly #retries: RetryOptions;
  readonly #held = new Map<string, GitObject>();
  readonly #sizes = new Map<string, number>();
  readonly #near = new Map<string, { readonly start: number; readonly sizeBytes: number }>();
  readonly #scratch: ScratchFile;
  #heldBytes = 0;

  constructor(client: CommitClient, from: ServedFrom) {
    this.#client = client;
    this.#from = from;
    this.#retries = { ...defaultRetries, onEvent: from.onEvent, hasAnswered: () => true };
    this.#scratch = new ScratchFile(from.scratchDir);
  }

  /**
   * Loads a commit, unless it is named by its whole id and here already.
   *
   * @param rev default: the default branch
   * @returns its id
   * @throws REVISION_UNKNOWN, BATCH_INVALID, STORAGE_UNREACHABLE, STORAGE_DENIED
   */
  async load(rev: string | undefined, signal: AbortSignal | undefined): Promise<string> {
    if (rev !== undefined && isFullSha(rev) && this.#held.has(rev)) return rev;
    const loaded = await retryPassing(() => this.#load(rev, signal), this.#retries, signal);
    if (loaded === undefined) throw revisionUnknown(this.#from.address, rev ?? "HEAD");
    return loaded;
  }

  async rootOf(commit: string): Promise<GitObject> {
    await this.load(commit, undefined);
    return await this.read(rootOfCommit((await this.read(commit)).bytes));
  }

  async read(oid: string): Promise<GitObject> {
    const here = this.#held.get(oid) ?? this.#nearObject(oid);
    if (here !== undefined) return here;
    return await retryPassing(() => this.#ask(oid), this.#retries, undefined);
  }

  async sizeOf(oid: string): Promise<number> {
    return this.#sizes.get(oid) ?? (await this.read(oid)).sizeBytes;
  }

  async open(oid: string, range: ByteRange): Promise<Readable> {
    const here = this.#held.get(oid) ?? this.#nearObject(oid);
    if (here !== undefined) return Readable.from([here.bytes.subarray(range.start, range.end)], { objectMode: false });
    return Readable.from(resumedBlob(this.#client, oid, range), { objectMode: false });
  }

  async prefetch({ list }: WantedBlobs, { use = "contents", signal }: PrefetchOptions): Promise<void> {
    if (use === "sizes") return;
    const wanted = [...(await list())].filter((oid) => !this.#isHere(oid) && this.#isSmall(oid));
    const { gitIdsMax } = this.#from;
    for (let start = 0; start < wanted.length; start += gitIdsMax) {
      const left = new Set(wanted.slice(start, start + gitIdsMax));
      await retryPassing(() => this.#bringNear(left, signal), this.#retries, signal);
    }
  }

  /** Frees what was brought near; it is asked for again when it is read. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#near.clear();
    this.#scratch[Symbol.dispose]();
  }

  async #load(rev: string | undefined, signal: AbortSignal | undefined): Promise<string | undefined> {
    const stream = await this.#client.openCommit(rev, signal);
    if (stream === undefined) return undefined;
    const promised = new PromisedFrames(this.trees);
    let commit: string | undefined;
    for await (const frame of readGitFrames(stream, WHOLE_MAX_BYTES)) {
      commit ??= this.#commitOf(frame, rev);
      promised.take(frame);
      this.#enter(frame);
    }
    if (commit === undefined) throw this.#invalid("it sends no commit");
    return commit;
  }

  #commitOf(frame: GitFrame, rev: string | undefined): string {
    const isCommit = frame.kind === "object" && frame.type === "commit";
    if (!isCommit) throw this.#invalid("it does not begin with a commit");
    if (rev !== undefined && isFullSha(rev) && rev !== frame.oid) throw this.#invalid("it sends another commit");
    return frame.oid;
  }

  #enter(frame: GitFrame): void {
    if (frame.kind === "size") this.#sizes.set(frame.oid, frame.sizeBytes);
    if (frame.kind === "object" && !this.#held.has(frame.oid)) {
      const { oid, type, bytes } = frame;
      this.#held.set(oid, { oid, type, bytes, sizeBytes: bytes.length });
      this.#sizes.set(oid, bytes.length);
      this.#heldBytes += bytes.length;
    }
    if (this.#heldBytes > HELD_MAX_BYTES) throw this.#invalid("its folders and metadata are too large");
  }

  async #ask(oid: string): Promise<GitObject> {
    for await (const frame of readGitFrames(await this.#client.openObjects([oid], undefined), WHOLE_MAX_BYTES)) {
      if (frame.kind !== "object" || frame.oid !== oid) break;
      return { oid, type: frame.type, bytes: frame.bytes, sizeBytes: frame.bytes.length };
    }
    throw missingObject(this.#from.address, oid);
  }

  async #bringNear(left: Set<string>, signal: AbortSignal | undefined): Promise<void> {
    if (left.size === 0) return;
    for await (const frame of readGitFrames(await this.#client.openObjects([...left], signal), NEAR_MAX_BYTES)) {
      // What was not asked for is nobody's.
      if (!left.delete(frame.oid) || frame.kind !== "object") continue;
      const { bytes } = frame;
      this.#near.set(frame.oid, { start: this.#scratch.append(bytes), sizeBytes: bytes.length });
    }
  }

  #nearObject(oid: string): GitObject | undefined {
    const near = this.#near.get(oid);
    if (near === undefined) return undefined;
    const { start, sizeBytes } = near;
    return { oid, type: "blob", sizeBytes, bytes: this.#scratch.read(start, sizeBytes) };
  }

  #isHere(oid: string): boolean {
    return this.#held.has(oid) || this.#near.has(oid);
  }

  #isSmall(oid: string): boolean {
    return (this.#sizes.get(oid) ?? 0) <= NEAR_MAX_BYTES;
  }

  #invalid(state: string): LodeError {
    return new LodeError("BATCH_INVALID", `Cannot read the commit from '${this.#from.address}': ${state}`, {
      hint: "The server does not follow docs/protocol.md.",
    });
  }
}
