import type { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import { fieldOf, parseJson } from "../../base/parse-json.ts";
import { KeptSessions } from "../cloud/kept-sessions.ts";
import { jsonBody } from "../http/json-body.ts";
import { openBody, readBody } from "../http/open-body.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { BatchConnection } from "./batch-connection.ts";
import type { BatchLimits } from "./batch-limits.ts";
import { UploadClient } from "./upload-client.ts";

/** Speaks the batch protocol (docs/protocol.md) to a server that has it. */
export class BatchClient {
  /** For servers whose discovery document says that they take them. */
  readonly uploads: UploadClient;
  readonly #connection: BatchConnection;
  readonly #known: BatchLimits | undefined;

  /**
   * @param known the discovery document, if the server has sent it already. Default: it is asked for
   * @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND
   */
  constructor(access: StorageAccess, known?: BatchLimits) {
    this.#connection = new BatchConnection(access);
    this.#known = known;
    this.uploads = new UploadClient(this.#connection, new KeptSessions(access.env));
  }

  /** The discovery document; undefined if the server has none. @throws STORAGE_UNREACHABLE, CANCELLED */
  async discover(signal: AbortSignal | undefined): Promise<BatchLimits | undefined> {
    return this.#known ?? (await this.#connection.discover(signal)).limits;
  }

  /** Which of these objects the server lacks, in one request. @throws STORAGE_UNREACHABLE, STORAGE_DENIED, BATCH_INVALID */
  async findMissing(oids: readonly Oid[], signal: AbortSignal | undefined): Promise<readonly Oid[]> {
    const request = this.#connection.request(
      { action: "ask", method: "POST", signal, ...jsonBody({ oids }) },
      "/missing",
    );
    const bytes = await readBody((await this.#connection.send(request)).message, request);
    return listIn(bytes, "missing").map(oidOf);
  }

  /**
   * Sends a stream of frames.
   *
   * @returns what the server did not store, with its reasons
   * @throws STORAGE_UNREACHABLE, STORAGE_DENIED, BATCH_INVALID, what the stream throws
   */
  async upload(frames: () => Promise<Readable>, signal: AbortSignal | undefined): Promise<ReadonlyMap<Oid, string>> {
    const body = { sizeBytes: undefined, content: frames };
    const request = this.#connection.request({ action: "write", method: "POST", signal, body }, "/upload");
    const bytes = await readBody((await this.#connection.send(request)).message, request);
    return new Map(
      listIn(bytes, "refused").map((item) => [oidOf(fieldOf(item, "oid")), String(fieldOf(item, "reason"))]),
    );
  }

  /** Asks for objects as a stream of frames. @throws STORAGE_UNREACHABLE, STORAGE_DENIED */
  async download(oids: readonly Oid[], signal: AbortSignal | undefined): Promise<Readable> {
    const request = this.#connection.request(
      { action: "read", method: "POST", signal, ...jsonBody({ oids }) },
      "/download",
    );
    return openBody((await this.#connection.send(request)).message, request);
  }
}

function listIn(answer: Buffer, name: string): readonly unknown[] {
  const list = fieldOf(parseJson(answer.toString("utf8")), name);
  if (!Array.isArray(list)) throw notUnderstood();
  return list;
}

function oidOf(value: unknown): Oid {
  const oid = typeof value === "string" ? parseOid(value) : undefined;
  if (oid === undefined) throw notUnderstood();
  return oid;
}

function notUnderstood(): LodeError {
  return new LodeError("BATCH_INVALID", "Cannot read the answer of the server: it does not follow docs/protocol.md");
}
