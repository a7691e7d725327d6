import type { RunContext } from "../../base/events.ts";
import { hashBytes } from "../../hash/md5.ts";
import type { ByteBudget } from "../cloud/byte-budget.ts";
import type { CloudTarget } from "../cloud/cloud-target.ts";
import { damagedError } from "../cloud/refusal.ts";
import type { UploadReader } from "../cloud/upload-reader.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { type AzureApi, errorCode } from "./azure-api.ts";
import { blockId, findStagedBlocks, type StagedBlocks } from "./staged-blocks.ts";

/** What may lie in memory of all blobs that are sent in blocks at once. */
export const BLOCKS_BYTES = 64 << 20;
const BLOCK_BYTES = 8 << 20;
/** The service takes no more for one blob. */
const MAX_BLOCKS = 50_000;

/** One blob that is sent in blocks, of which those are left out that the service has from an attempt before. */
export class BlockUpload {
  readonly #api: AzureApi;
  readonly #budget: ByteBudget;
  readonly #target: CloudTarget;
  readonly #ids: string[] = [];

  constructor(api: AzureApi, budget: ByteBudget, target: CloudTarget) {
    this.#api = api;
    this.#budget = budget;
    this.#target = target;
  }

  /**
   * Sends all blocks, several at once, each with its MD5.
   *
   * @param sizeBytes undefined if it is not known
   * @returns the request that makes a blob of them
   * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED, and what the reader throws, when no block is
   *   under way any more
   */
  async send(
    reader: UploadReader,
    sizeBytes: number | undefined,
    run: RunContext,
  ): Promise<{ readonly sizeBytes: number; readonly commit: HttpRequest }> {
    const staged = await findStagedBlocks(this.#api, this.#target, run);
    const blockBytes = Math.max(BLOCK_BYTES, Math.ceil((sizeBytes ?? 0) / MAX_BLOCKS));
    const pending = new Set<Promise<void>>();
    let failure: { readonly error: unknown } | undefined;
    let sent = 0;
    try {
      while (failure === undefined) {
        const share = await this.#budget.take(Math.min(blockBytes, BLOCKS_BYTES));
        const bytes = await readOrGiveBack(reader, blockBytes, share);
        if (bytes === undefined) break;
        sent += bytes.length;
        const block = this.#sendBlock(bytes, staged, run)
          .catch((error: unknown) => {
            failure ??= { error };
          })
          .finally(() => {
            share[Symbol.dispose]();
            pending.delete(block);
          });
        pending.add(block);
      }
    } finally {
      await Promise.all(pending);
    }
    if (failure !== undefined) throw failure.error;
    return { sizeBytes: sent, commit: this.#commit(run) };
  }

  async #sendBlock(bytes: Buffer, { sizes, idBytes }: StagedBlocks, run: RunContext): Promise<void> {
    const digest = hashBytes(bytes);
    const id = blockId(this.#ids.length, digest, idBytes);
    this.#ids.push(id);
    const isWhole = Buffer.from(id, "base64").toString().endsWith(digest);
    if (isWhole && sizes.get(id) === bytes.length) return;
    const parameters = { comp: "block", blockid: id };
    const request: HttpRequest = {
      ...this.#api.request("PUT", this.#target.name, { ...run, ...WRITING, shown: this.#target.shown, parameters }),
      headers: { "content-md5": Buffer.from(digest, "hex").toString("base64") },
      body: { sizeBytes: bytes.length, content: bytes },
    };
    const answer = await this.#api.send(request);
    if (answer.status >= 300) throw await refuseUpload(this.#api, request, answer);
    answer.message.resume();
  }

  #commit(run: RunContext): HttpRequest {
    const list = this.#ids.map((id) => `<Latest>${id}</Latest>`).join("");
    const content = Buffer.from(`<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`);
    const asked = { ...run, ...WRITING, shown: this.#target.shown, parameters: { comp: "blocklist" } };
    return {
      ...this.#api.request("PUT", this.#target.name, asked),
      headers: { "content-type": "application/xml", "x-ms-blob-content-type": "application/octet-stream" },
      body: { sizeBytes: content.length, content },
    };
  }
}

/** Undefined at the end; the share of the memory is given back where there is nothing to send. */
async function readOrGiveBack(reader: UploadReader, count: number, share: Disposable): Promise<Buffer | undefined> {
  let bytes: Buffer | undefined;
  try {
    bytes = await reader.read(count);
  } finally {
    if (bytes === undefined || bytes.length === 0) share[Symbol.dispose]();
  }
  return bytes.length === 0 ? undefined : bytes;
}

const WRITING = { action: "write" } as const;

/** The error for an upload that is no success; one whose bytes arrived wrong may be tried again. */
export async function refuseUpload(api: AzureApi, request: HttpRequest, answer: HttpAnswer): Promise<Error> {
  const isDamaged = errorCode(answer) === "Md5Mismatch";
  const error = await api.refuse(request, answer);
  return isDamaged ? damagedError(request.shown ?? error.message) : error;
}
