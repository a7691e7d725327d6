import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";
import { isLodeError, LodeError } from "@lode/core";
import { arrivedCorrupt, GrowingFile, type Oid } from "@lode/core/engine";
import { type AccessTarget, signInRequired } from "../accounts/access.ts";
import type { Caller } from "../accounts/caller.ts";
import { claim } from "./claims.ts";
import type { ObjectPlaces } from "./receive-object.ts";
import { UploadFolder, type UploadRecord } from "./upload-folder.ts";

/** How long an upload is kept after its last byte, in milliseconds. */
const KEPT_MS = 24 * 3600 * 1000;
/** How many unfinished uploads a user may have in one repository, and all together. */
const MOST_OF_USER = 16;
const MOST_OF_ALL = 256;

/** Who uploads, and to which repository; that they may is known. */
export interface Uploader {
  readonly caller: Caller;
  readonly repository: AccessTarget;
}

/** How far an upload is. */
export interface UploadState {
  readonly id: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Milliseconds since 1970; undefined when it is over. */
  readonly expiresMs: number | undefined;
}

/** What is being received for an upload, or done with it at its end. */
interface Receiving {
  readonly body: Readable | undefined;
  readonly done: Promise<unknown>;
}

/**
 * Large objects that arrive in several goes, which may be days and restarts apart. What has arrived lies in the data folder; it is
 * hashed as it comes, and stored and claimed when it is whole and hashes to its id. An upload is seen by its user alone,
 * and only in its repository.
 */
export class Uploads implements Disposable {
  readonly #places: ObjectPlaces;
  readonly #folder: UploadFolder;
  /** Of uploads that have received something in this process. */
  readonly #files = new Map<string, GrowingFile>();
  readonly #receiving = new Map<string, Receiving>();

  /** Removes uploads that have expired. */
  constructor(places: ObjectPlaces, dataDir: string) {
    this.#places = places;
    this.#folder = new UploadFolder(dataDir);
    this.#removeExpired();
  }

  [Symbol.dispose](): void {
    for (const file of this.#files.values()) file[Symbol.dispose]();
    this.#files.clear();
  }

  /**
   * Begins an upload. A user who has too many in this repository loses the one that rests the longest.
   *
   * @throws SERVER_BUSY if there are too many of all users
   */
  begin(by: Uploader, { oid, sizeBytes }: { readonly oid: Oid; readonly sizeBytes: number }): UploadState {
    this.#removeExpired();
    const owner = ownerOf(by);
    const all = this.#folder.list();
    const own = all.filter((record) => isOwner(record, owner));
    if (own.length >= MOST_OF_USER) this.#removeOldest(own);
    else if (all.length >= MOST_OF_ALL) throw tooMany();
    const record = { id: randomBytes(16).toString("hex"), ...owner, oid, sizeBytes };
    this.#folder.add(record);
    return this.#state(record);
  }

  /**
   * Says how far an upload is. Whoever asks has lost the connection before: what still comes over that is let go.
   *
   * @throws UPLOAD_UNKNOWN; and as append, if all has arrived and the server was killed then
   */
  async find(by: Uploader, id: string): Promise<UploadState> {
    const record = this.#record(by, id);
    await this.#letGo(id);
    const state = this.#state(record);
    return state.offset < record.sizeBytes
      ? state
      : await this.#exclusively(record, undefined, () => this.#end(by, record));
  }

  /**
   * Receives more of an upload, from a byte on, which must be the next one. With the last byte the object is stored and
   * the repository holds it.
   *
   * @throws UPLOAD_UNKNOWN, UPLOAD_OFFSET_WRONG; UPLOAD_TOO_LONG if more comes than was said, OBJECT_CORRUPT if the bytes do not hash to the id: the
   *   upload is gone then; IO_FAILED, what the body throws, after which the upload may go on
   */
  async append(
    by: Uploader,
    id: string,
    { offset, body }: { readonly offset: number; readonly body: Readable },
  ): Promise<UploadState> {
    const record = this.#record(by, id);
    await this.#letGo(id);
    const at = this.#state(record).offset;
    if (at !== offset) throw wrongOffset(id, at);
    return await this.#exclusively(record, body, async () => {
      const file = this.#files.get(id) ?? new GrowingFile(this.#folder.path(record), "md5");
      this.#files.set(id, file);
      await file.append(upTo(record, offset, body)).catch((error: unknown) => {
        if (isLodeError(error, "UPLOAD_TOO_LONG")) this.#remove(record);
        throw error;
      });
      return file.sizeBytes < record.sizeBytes ? this.#state(record) : await this.#end(by, record);
    });
  }

  /** Ends an upload of which nothing is kept. @throws UPLOAD_UNKNOWN */
  async remove(by: Uploader, id: string): Promise<void> {
    const record = this.#record(by, id);
    await this.#letGo(id);
    this.#remove(record);
  }

  /** Verifies, stores and claims what has arrived whole. */
  async #end(by: Uploader, record: UploadRecord): Promise<UploadState> {
    const { id, oid, sizeBytes } = record;
    const file = this.#files.get(id) ?? new GrowingFile(this.#folder.path(record), "md5");
    const digest = await file.digest();
    if (digest !== oid) {
      this.#remove(record);
      throw arrivedCorrupt("store", oid, digest);
    }
    const object = { hashName: "md5", oid } as const;
    const { objects, database } = this.#places;
    const storedBytes =
      objects.adopt === undefined
        ? await objects.putFrom(this.#folder.store(record), oid)
        : await objects.adopt(object, this.#folder.path(record));
    await claim(database, by, { ...object, sizeBytes: storedBytes });
    this.#remove(record);
    return { id, offset: sizeBytes, sizeBytes, expiresMs: undefined };
  }

  async #exclusively(
    { id }: UploadRecord,
    body: Readable | undefined,
    work: () => Promise<UploadState>,
  ): Promise<UploadState> {
    const working = work();
    const receiving = { body, done: working.catch(() => undefined) };
    this.#receiving.set(id, receiving);
    try {
      return await working;
    } finally {
      if (this.#receiving.get(id) === receiving) this.#receiving.delete(id);
    }
  }

  /** Ends what is being received for an upload: its client has come back over another connection. */
  async #letGo(id: string): Promise<void> {
    for (let one = this.#receiving.get(id); one !== undefined; one = this.#receiving.get(id)) {
      one.body?.destroy(letGo(id));
      await one.done;
      if (this.#receiving.get(id) === one) this.#receiving.delete(id);
    }
  }

  #record(by: Uploader, id: string): UploadRecord {
    const record = this.#folder.find(id);
    if (record !== undefined && isOwner(record, ownerOf(by))) return record;
    throw new LodeError("UPLOAD_UNKNOWN", `Cannot find the upload '${id}': it is over, or has expired`, {
      hint: "Ask whether the repository has the object, and begin anew if not.",
      details: { id },
    });
  }

  #state(record: UploadRecord): UploadState {
    const { id, sizeBytes } = record;
    const offset = this.#folder.sizeBytes(record) ?? 0;
    return { id, offset, sizeBytes, expiresMs: this.#folder.changedMs(record) + KEPT_MS };
  }

  #remove(record: UploadRecord): void {
    this.#files.get(record.id)?.[Symbol.dispose]();
    this.#files.delete(record.id);
    this.#folder.remove(record);
  }

  #removeExpired(): void {
    this.#folder.removeOld(Date.now() - KEPT_MS, (id) => this.#receiving.has(id));
  }

  #removeOldest(records: readonly UploadRecord[]): void {
    const resting = records.filter(({ id }) => !this.#receiving.has(id));
    const [oldest] = resting.sort((a, b) => this.#folder.changedMs(a) - this.#folder.changedMs(b));
    if (oldest === undefined) throw tooMany();
    this.#remove(oldest);
  }
}

type Owner = Pick<UploadRecord, "repositoryId" | "userId">;

function ownerOf({ caller, repository }: Uploader): Owner {
  if (caller.user === undefined) throw signInRequired();
  return { repositoryId: repository.id, userId: caller.user.id };
}

function isOwner(record: UploadRecord, { repositoryId, userId }: Owner): boolean {
  return record.repositoryId === repositoryId && record.userId === userId;
}

function letGo(id: string): LodeError {
  return new LodeError("CANCELLED", `Cannot receive more of the upload '${id}' here: its client has come back`, {
    hint: "Go on over the connection that asked last.",
    details: { id },
  });
}

function tooMany(): LodeError {
  return new LodeError("SERVER_BUSY", "Cannot begin another upload now: too many are under way", {
    hint: "Try again when others have ended.",
  });
}

function wrongOffset(id: string, offset: number): LodeError {
  return new LodeError("UPLOAD_OFFSET_WRONG", `Cannot go on with the upload '${id}': the next byte is ${offset}`, {
    hint: "Ask by HEAD how far it is.",
    details: { id, offset },
  });
}

/** Passes on what is still to come. @throws UPLOAD_TOO_LONG in the stream if there is more */
async function* upTo({ oid, sizeBytes }: UploadRecord, offset: number, body: Readable): AsyncGenerator<Buffer> {
  let left = sizeBytes - offset;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (chunk.length > left) throw tooLong(oid, sizeBytes);
    left -= chunk.length;
    yield chunk;
  }
}

function tooLong(oid: Oid, sizeBytes: number): LodeError {
  return new LodeError("UPLOAD_TOO_LONG", `Cannot store the object '${oid}': more came than ${sizeBytes} bytes`, {
    details: { oid, sizeBytes },
  });
}
