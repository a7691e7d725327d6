import type { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import type { ByteRange } from "../../base/file-tree.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { HashName, Oid } from "../../base/oid.ts";
import { canBeDir } from "../../fs/can-be-dir.ts";
import { DiskTree } from "../../fs/disk-tree.ts";
import { readSmallFile } from "../../fs/read-small-file.ts";
import { type CheckoutFailure, checkoutFiles } from "../../store/checkout-files.ts";
import { copyObjects } from "../../store/copy-objects.ts";
import { findMissing } from "../../store/find-missing.ts";
import { listObjects } from "../../store/list-objects.ts";
import { type ObjectStore, objectPath } from "../../store/object-store.ts";
import { removeObjects } from "../../store/remove-objects.ts";
import { batchOptions } from "../batch-options.ts";
import { objectKey } from "../object-key.ts";
import type { FilePlan, ObjectId, ObjectIds, Remote, TransferContext, TransferReport } from "../remote.ts";
import type { RunStorage } from "../run-storage.ts";
import { copyReport } from "./copy-report.ts";
import { LocalRuns } from "./local-runs.ts";

/** What a remote on this machine's file system is made of. */
export interface LocalRemoteOptions {
  readonly name: string;
  /** Absolute path of the folder. It need not exist: the first upload creates it. */
  readonly dir: string;
  /** `shared = group`: what is written there is writable by the group. */
  readonly shared?: "group";
  /** Absolute; where files go that have the name of an object but other bytes. Default: `.corrupt` in the folder. */
  readonly asideDir?: string;
}

/**
 * A folder as a remote. It has a cache's layout, modes and trust rules, so that it may be another project's cache. Every
 * copy is verified while it is made; `jobs` is left to the worker threads.
 */
export class LocalRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly runs: RunStorage;
  readonly #options: LocalRemoteOptions;

  constructor(options: LocalRemoteOptions) {
    this.name = options.name;
    this.url = options.dir;
    this.runs = new LocalRuns(options);
    this.#options = options;
  }

  /** @throws REMOTE_NOT_A_FOLDER */
  async findMissing({ hashName, oids }: ObjectIds, run: RunContext): Promise<ReadonlySet<Oid>> {
    this.#checkFolder();
    return new Set(await findMissing(this.storeOf(hashName), oids, batchOptions(run)));
  }

  /** @throws REMOTE_NOT_A_FOLDER */
  async readObject({ hashName, oid }: ObjectId): Promise<Buffer | undefined> {
    const file = readSmallFile(objectPath(this.storeOf(hashName), oid), Number.POSITIVE_INFINITY);
    // Only then: it takes as long as reading a small object.
    if (file === undefined) this.#checkFolder();
    return file?.bytes;
  }

  async openRead(id: ObjectId, range?: ByteRange): Promise<Readable | undefined> {
    return this.#tree().openRead(objectKey(id), range);
  }

  /** @throws REMOTE_NOT_A_FOLDER */
  async fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    this.#checkFolder();
    const from = this.storeOf(store.hashName);
    return copyReport(await copyObjects({ from, to: store }, oids, batchOptions(context)));
  }

  /** Sound objects of the store become read-only. */
  async pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    const to = this.storeOf(store.hashName);
    return copyReport(await copyObjects({ from: store, to }, oids, { ...batchOptions(context), protect: true }));
  }

  async fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    const missing: Oid[] = [];
    const failed: { oid: Oid; error: LodeError }[] = [];
    const onFailure = ({ item: { oid }, error }: CheckoutFailure): void => {
      if (isLodeError(error, "OBJECT_MISSING", "OBJECT_CORRUPT")) missing.push(oid);
      else failed.push({ oid, error });
    };
    const options = { ...batchOptions(context), linkTypes: ["copy"] as const, replace: true, onFailure };
    const { placed } = await checkoutFiles(this.storeOf(plan.hashName), plan, options);
    return { transferred: placed.oids.filter((oid) => oid !== undefined), missing, failed };
  }

  async *list(hashName: HashName): AsyncGenerator<Oid> {
    yield* listObjects(this.storeOf(hashName));
  }

  async remove({ hashName, oids }: ObjectIds, run: RunContext): Promise<void> {
    await removeObjects(this.storeOf(hashName), oids, batchOptions(run));
  }

  objectUrl({ hashName, oid }: ObjectId): string {
    return objectPath(this.storeOf(hashName), oid);
  }

  /** A folder that does not exist is empty; a path that can never be one is a mistake in the configuration. */
  #checkFolder(): void {
    const { name, dir } = this.#options;
    if (canBeDir(dir)) return;
    throw new LodeError(
      "REMOTE_NOT_A_FOLDER",
      `Cannot use the remote '${name}': "${dir}" is not, or not in, a folder`,
      {
        hint: `Correct it with \`lode remote modify ${name} url PATH\`.`,
        details: { remote: name, dir },
      },
    );
  }

  #tree(): DiskTree {
    return new DiskTree(this.#options.dir);
  }

  storeOf(hashName: HashName): ObjectStore {
    const { dir, shared, asideDir } = this.#options;
    return {
      dir: hashName === "md5" ? `${dir}/files/md5` : dir,
      hashName,
      linkTypes: ["copy"],
      ...(shared !== undefined && { shared }),
      ...(asideDir !== undefined && { asideDir }),
    };
  }
}
