import { randomUUID } from "node:crypto";
import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { hashBytes } from "../../hash/md5.ts";
import type { CloudTarget } from "../cloud/cloud-target.ts";
import { damagedError } from "../cloud/refusal.ts";
import { readConfirmed, UploadReader, uploadSize } from "../cloud/upload-reader.ts";
import { isPassing } from "../retry-passing.ts";
import type { StorageFile, Upload } from "../storage/remote-storage.ts";
import type { GsApi } from "./gs-api.ts";
import { type GsObject, gsFile, OBJECT_FIELDS } from "./gs-object.ts";
import { ResumableUpload } from "./resumable-upload.ts";

/** Up to this size an object goes in one request, from memory. */
const SMALL_BYTES = 4 << 20;

/** Sends objects to a bucket. Large ones that broke off go on where they were when they are sent again. */
export class GsUploads {
  readonly #api: GsApi;
  /** What was begun and not ended, by the name of the object. */
  readonly #begun = new Map<string, ResumableUpload>();

  constructor(api: GsApi) {
    this.#api = api;
  }

  /** @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED, and what reading the content throws */
  async send(target: CloudTarget, upload: Upload, run: RunContext): Promise<StorageFile> {
    const sizeBytes = uploadSize(upload);
    if (sizeBytes === undefined || sizeBytes > SMALL_BYTES) return this.#sendLarge(target, upload, run);
    return this.#sendSmall(target, await readConfirmed(upload, sizeBytes), run);
  }

  /** One request of two parts, the description and the content; the service compares the MD5 before the object exists. */
  async #sendSmall(target: CloudTarget, bytes: Buffer, { signal }: RunContext): Promise<StorageFile> {
    const md5Hash = Buffer.from(hashBytes(bytes), "hex").toString("base64");
    const boundary = randomUUID();
    const head =
      `--${boundary}\r\ncontent-type: application/json\r\n\r\n${JSON.stringify({ name: target.name, md5Hash })}\r\n` +
      `--${boundary}\r\ncontent-type: application/octet-stream\r\n\r\n`;
    const content = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--`)]);
    const object = await this.#api.sendForJson({
      action: "write",
      method: "POST",
      url: this.#api.uploadUrl({ uploadType: "multipart", fields: OBJECT_FIELDS }),
      headers: { "content-type": `multipart/related; boundary=${boundary}` },
      body: { sizeBytes: content.length, content },
      shown: target.shown,
      signal,
    });
    return this.#accept(target, object as GsObject, md5Hash);
  }

  async #sendLarge(target: CloudTarget, upload: Upload, run: RunContext): Promise<StorageFile> {
    const sizeBytes = uploadSize(upload);
    const before = this.#begun.get(target.name);
    this.#begun.delete(target.name);
    const isSame = before !== undefined && before.sizeBytes === sizeBytes && sizeBytes !== undefined;
    const session = isSame ? before : new ResumableUpload(this.#api, target, sizeBytes);
    const reader = new UploadReader(upload);
    try {
      const { object, md5 } = await session.send(reader, upload.confirm, run);
      return this.#accept(target, object, md5);
    } catch (error) {
      if (isPassing(error) && session.isResumable) this.#begun.set(target.name, session);
      else if (!isLodeError(error, "CANCELLED")) await session.giveUp();
      throw error;
    } finally {
      await reader.close();
    }
  }

  /** The service has compared the MD5 already, unless it is an imitation of Google's. */
  #accept(target: CloudTarget, object: GsObject, md5: string): StorageFile {
    if (object.md5Hash !== undefined && object.md5Hash !== md5) throw damagedError(target.shown);
    return gsFile(target.key, object);
  }
}
