import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { RunContext } from "../../base/events.ts";
import type { ByteRange, FileTree, TreeEntry, TreeKind, TreeStat } from "../../base/file-tree.ts";
import { parseRelPath } from "../../base/rel-path.ts";
import type { StorageFile } from "../../remotes/storage/remote-storage.ts";
import type { FoundAtUrl } from "../../remotes/storage/url-files.ts";
import type { StoragePlace } from "./url-place.ts";

/** Data in storage over a network as a tree that has it under one name: a file, or a folder. */
export class UrlTree implements FileTree {
  readonly #place: StoragePlace;
  readonly #run: RunContext;
  readonly #files = new Map<string, StorageFile>();
  /** Folder → its entries by name. */
  readonly #folders = new Map<string, Map<string, TreeEntry>>();

  /** @throws PATH_HOSTILE if the storage has names that are no paths */
  constructor(
    place: StoragePlace,
    { name, found }: { readonly name: string; readonly found: FoundAtUrl },
    run: RunContext,
  ) {
    this.#place = place;
    this.#run = run;
    if (found.kind === "file") this.#add(name, found.file);
    else for (const file of found.files) this.#add(`${name}/${parseRelPath(file.key)}`, file);
  }

  async list(dir: string): Promise<readonly TreeEntry[] | undefined> {
    const entries = this.#folders.get(dir);
    return entries && [...entries.values()];
  }

  async lookup(path: string): Promise<TreeKind | undefined> {
    if (this.#files.has(path)) return { kind: "file", executable: false };
    return this.#folders.has(path) ? { kind: "dir", executable: false } : undefined;
  }

  /** The size of what the storage does not measure is 0. */
  async stat(path: string): Promise<TreeStat | undefined> {
    const kind = await this.lookup(path);
    return kind && { ...kind, sizeBytes: this.#files.get(path)?.sizeBytes ?? 0 };
  }

  async readBytes(path: string): Promise<Buffer | undefined> {
    const stream = await this.openRead(path);
    return stream && buffer(stream);
  }

  async openRead(path: string, range?: ByteRange): Promise<Readable | undefined> {
    const file = this.#files.get(path);
    return file && this.#place.files.openRead(file, range, this.#run);
  }

  #add(path: string, file: StorageFile): void {
    this.#files.set(path, file);
    let kind: TreeEntry["kind"] = "file";
    for (let at = path; at !== ""; kind = "dir") {
      const folder = at.slice(0, Math.max(0, at.lastIndexOf("/")));
      const name = at.slice(folder === "" ? 0 : folder.length + 1);
      const entries = this.#folders.get(folder) ?? new Map<string, TreeEntry>();
      this.#folders.set(folder, entries.set(name, { name, kind }));
      at = folder;
    }
  }
}
