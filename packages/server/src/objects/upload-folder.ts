import { join } from "node:path";
import {
  ensureDir,
  listNames,
  lstatPath,
  type ObjectStore,
  type Oid,
  objectPath,
  parseOid,
  readTextIfExists,
  removeTree,
  writeFileAtomic,
} from "@lode/core/engine";

/** A resumable upload: what is to come, of whom, for which repository. */
export interface UploadRecord {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly repositoryId: string;
  readonly userId: string;
  readonly oid: Oid;
  readonly sizeBytes: number;
}

/**
 * The uploads that are under way, a folder for each with its record and a store that holds what has arrived, under the
 * name that it is to hash to. A killed server leaves them as they are; servers that share the folder see the same.
 */
export class UploadFolder {
  readonly #dir: string;

  constructor(dataDir: string) {
    this.#dir = join(dataDir, "uploads");
  }

  /** Every upload that is one. */
  list(): readonly UploadRecord[] {
    return (listNames(this.#dir) ?? []).flatMap((id) => this.find(id) ?? []);
  }

  /** Undefined if there is none, or only what a power cut has left of one. */
  find(id: string): UploadRecord | undefined {
    if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
    const record = parseRecord(id, readTextIfExists(join(this.#dir, id, RECORD)));
    return record !== undefined && this.sizeBytes(record) !== undefined ? record : undefined;
  }

  /** Removes what nothing came to since a time, in milliseconds since 1970, but for those that are kept. */
  removeOld(beforeMs: number, isKept: (id: string) => boolean): void {
    for (const id of listNames(this.#dir) ?? []) {
      if (isKept(id)) continue;
      const record = this.find(id);
      const changedMs =
        record === undefined ? Number(lstatPath(join(this.#dir, id))?.mtimeMs ?? 0) : this.changedMs(record);
      if (changedMs < beforeMs) removeTree(join(this.#dir, id));
    }
  }

  add(record: UploadRecord): void {
    const { id, oid } = record;
    const store = this.store(record);
    ensureDir(join(store.dir, oid.slice(0, 2)));
    writeFileAtomic(objectPath(store, oid), "", { mode: 0o600 });
    writeFileAtomic(join(this.#dir, id, RECORD), JSON.stringify(record));
  }

  remove({ id }: UploadRecord): void {
    removeTree(join(this.#dir, id));
  }

  /** The store that holds the object when it is whole. */
  store({ id }: UploadRecord): ObjectStore {
    return { dir: join(this.#dir, id), hashName: "md5", linkTypes: ["copy"] };
  }

  path(record: UploadRecord): string {
    return objectPath(this.store(record), record.oid);
  }

  /** How much has arrived; undefined if nothing is there any more. */
  sizeBytes(record: UploadRecord): number | undefined {
    const stat = lstatPath(this.path(record));
    return stat && Number(stat.size);
  }

  /** When something arrived last, in milliseconds since 1970. */
  changedMs(record: UploadRecord): number {
    return Number(lstatPath(this.path(record))?.mtimeMs ?? 0);
  }
}

const RECORD = "upload.json";

function parseRecord(id: string, text: string | undefined): UploadRecord | undefined {
  const value = text === undefined ? undefined : parseJson(text);
  if (value === undefined) return undefined;
  const { repositoryId, userId, sizeBytes } = value;
  const oid = parseOid(String(value.oid));
  if (oid === undefined || typeof repositoryId !== "string" || typeof userId !== "string") return undefined;
  return typeof sizeBytes === "number" ? { id, repositoryId, userId, oid, sizeBytes } : undefined;
}

function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
