import type { Readable } from "node:stream";
import type { ByteRange, PrefetchOptions, TreeStat } from "../../base/file-tree.ts";
import type { GitObjects } from "./git-objects.ts";
import type { GitPathInfo } from "./git-path-info.ts";
import type { GitObject } from "./object-reader.ts";
import { resolveTreePath } from "./resolve-tree-path.ts";
import { type GitTreeEntries, type GitTreeEntry, parseTreeObject } from "./tree-object.ts";

/** What symbolic links of a commit are: ways to other files, or files that hold the text of the link. */
export type GitLinks = "followed" | "text";

/** What files of a commit are read of, and how. */
export interface Reading {
  readonly objects: GitObjects;
  readonly links: GitLinks;
}

/** The files of one commit, by paths from the root of the repository. The objects are closed by whoever opened them. */
export class GitFiles {
  readonly commit: string;
  readonly #objects: GitObjects;
  readonly #links: GitLinks;
  readonly #root: GitTreeEntry;
  readonly #reading = new Map<string, Promise<GitTreeEntries>>();

  private constructor(commit: string, root: GitObject, { objects, links }: Reading) {
    this.commit = commit;
    this.#objects = objects;
    this.#links = links;
    this.#root = { name: "", kind: "dir", executable: false, oid: root.oid };
    objects.trees.set(root.oid, parseTree(root));
  }

  /** @throws REVISION_UNKNOWN if there is no such commit */
  static async open(commit: string, reading: Reading): Promise<GitFiles> {
    return new GitFiles(commit, await reading.objects.rootOf(commit), reading);
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
    return kind === "file" ? await this.#objects.sizeOf(oid) : (await this.#objects.read(oid)).bytes.length;
  }

  async readBytes(path: string): Promise<Buffer | undefined> {
    const info = await this.lookup(path);
    return info?.kind === "file" ? (await this.#objects.read(info.oid)).bytes : undefined;
  }

  async openRead(path: string, range: ByteRange = { start: 0 }): Promise<Readable | undefined> {
    const info = await this.lookup(path);
    if (info?.kind !== "file") return undefined;
    return this.#objects.open(info.oid, range);
  }

  async prefetch(paths: readonly string[], options: PrefetchOptions): Promise<void> {
    const list = async (): Promise<ReadonlySet<string>> => {
      const blobs = new Set<string>();
      for (const path of paths) {
        const entry = await this.#entry(path);
        if (entry !== undefined) await this.#collectBlobs(entry, blobs);
      }
      return blobs;
    };
    await this.#objects.prefetch({ commit: this.commit, list }, options);
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
    return (await this.#objects.read(oid)).bytes.toString("utf8");
  }

  /** The file at a path without links whose folders were read before: most are, and this waits for nothing. */
  #knownFile(path: string): GitTreeEntry | undefined {
    let entry: GitTreeEntry | undefined = this.#root;
    for (const name of path.split("/")) {
      if (entry?.kind !== "dir") return undefined;
      entry = this.#objects.trees.get(entry.oid)?.get(name);
    }
    return entry?.kind === "file" ? entry : undefined;
  }

  async #entries(treeOid: string): Promise<GitTreeEntries> {
    const known = this.#objects.trees.get(treeOid);
    if (known !== undefined) return known;
    const reading = this.#reading.get(treeOid) ?? this.#readTree(treeOid);
    this.#reading.set(treeOid, reading);
    return reading;
  }

  async #readTree(treeOid: string): Promise<GitTreeEntries> {
    try {
      const entries = parseTree(await this.#objects.read(treeOid));
      this.#objects.trees.set(treeOid, entries);
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
}

function parseTree(tree: GitObject): GitTreeEntries {
  return parseTreeObject(tree.bytes, tree.oid.length / 2);
}
