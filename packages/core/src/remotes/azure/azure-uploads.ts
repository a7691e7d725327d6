import type { RunContext } from "../../base/events.ts";
import { hashBytes } from "../../hash/md5.ts";
import { ByteBudget } from "../cloud/byte-budget.ts";
import type { CloudTarget } from "../cloud/cloud-target.ts";
import { readConfirmed, UploadReader, uploadSize } from "../cloud/upload-reader.ts";
import type { HttpRequest } from "../http/http-request.ts";
import type { StorageFile, Upload } from "../storage/remote-storage.ts";
import type { Asked, AzureApi } from "./azure-api.ts";
import { blobFile, headProperties } from "./blob-file.ts";
import { BLOCKS_BYTES, BlockUpload, refuseUpload } from "./block-upload.ts";

/** Up to this size a blob goes in one request, from memory. */
const SMALL_BYTES = 4 << 20;

/** Sends blobs to a container. */
export class AzureUploads {
  readonly #api: AzureApi;
  readonly #budget = new ByteBudget(BLOCKS_BYTES);

  constructor(api: AzureApi) {
    this.#api = api;
  }

  /** @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED, and what reading the content throws */
  async send(target: CloudTarget, upload: Upload, run: RunContext): Promise<StorageFile> {
    const sizeBytes = uploadSize(upload);
    if (sizeBytes === undefined || sizeBytes > SMALL_BYTES) return this.#sendLarge(target, upload, run);
    return this.#sendSmall(target, await readConfirmed(upload, sizeBytes), run);
  }

  /** The service compares the MD5 before the blob exists, and keeps it. */
  async #sendSmall(target: CloudTarget, bytes: Buffer, run: RunContext): Promise<StorageFile> {
    const request: HttpRequest = {
      ...this.#api.request("PUT", target.name, this.#asked(target, run)),
      headers: {
        "x-ms-blob-type": "BlockBlob",
        "content-type": "application/octet-stream",
        "content-md5": Buffer.from(hashBytes(bytes), "hex").toString("base64"),
      },
      body: { sizeBytes: bytes.length, content: bytes },
    };
    return this.#accept(target, request, bytes.length);
  }

  async #sendLarge(target: CloudTarget, upload: Upload, run: RunContext): Promise<StorageFile> {
    const reader = new UploadReader(upload);
    try {
      const blocks = new BlockUpload(this.#api, this.#budget, target);
      const { sizeBytes, commit } = await blocks.send(reader, uploadSize(upload), run);
      await upload.confirm?.();
      return await this.#accept(target, commit, sizeBytes);
    } finally {
      await reader.close();
    }
  }

  async #accept(target: CloudTarget, request: HttpRequest, sizeBytes: number): Promise<StorageFile> {
    const answer = await this.#api.send(request);
    if (answer.status >= 300) throw await refuseUpload(this.#api, request, answer);
    answer.message.resume();
    return blobFile(target.key, headProperties(answer.message.headers, sizeBytes));
  }

  #asked({ shown }: CloudTarget, run: RunContext): Asked {
    return { ...run, action: "write", shown };
  }
}
