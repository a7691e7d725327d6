import type { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import { KeptSessions } from "../cloud/kept-sessions.ts";
import { openBody, readBody } from "../http/open-body.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { BatchConnection, jsonBody } from "./batch-connection.ts";
import type { BatchLimits } from "./batch-limits.ts";
import { UploadClient } from "./upload-client.ts";

/** Speaks the batch protocol (docs/protocol.md) to a server that has it. */
export class BatchClient {
  /** For servers whose discovery document says that they take them. */
  readonly uploads: UploadClient;
  readonly #connection: BatchConnection;

  /** @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
  constructor(access: StorageAccess) {
    this.#connection = new BatchConnection(access);
    this.uploads = new UploadClient(this.#connection, new KeptSessions(access.env));
  }

  /** Asks for the discovery document; undefined if the server has none. @throws STORAGE_UNREACHABLE, CANCELLED */
  async discover(signal: AbortSignal | undefined): Promise<BatchLimits | undefined> {
    return (await this.#connection.discover(signal)).limits;
  }

  /** Which of these objects the server lacks, in one request. @throws STORAGE_UNREACHABLE, STORAGE_DENIED, BATCH_INVALID */
  async findMissing(oids: readonly Oid[], signal: AbortSignal | undefined): Promise<readonly Oid[]> {
    const request = this.#connection.request(
      { action: "ask", method: "POST", signal, ...jsonBody({ oids }) },
      "/missing",
    );
    const bytes = await readBody((await this.#connection.send(request)).message, request);
    const { missing } = parseAnswer(bytes);
    return oidList(missing);
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
    const { refused } = parseAnswer(await readBody((await this.#connection.send(request)).message, request));
    if (!Array.isArray(refused)) throw notUnderstood();
    return new Map(refused.map(refusedEntry));
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

function parseAnswer(bytes: Buffer): { readonly missing?: unknown; readonly refused?: unknown } {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw notUnderstood();
}

function oidList(value: unknown): readonly Oid[] {
  if (!Array.isArray(value)) throw notUnderstood();
  return value.map(oidOf);
}

function refusedEntry(value: unknown): [Oid, string] {
  if (typeof value !== "object" || value === null) throw notUnderstood();
  const { oid, reason }: { readonly oid?: unknown; readonly reason?: unknown } = value;
  return [oidOf(oid), String(reason)];
}

function oidOf(value: unknown): Oid {
  const oid = typeof value === "string" ? parseOid(value) : undefined;
  if (oid === undefined) throw notUnderstood();
  return oid;
}

function notUnderstood(): LodeError {
  return new LodeError("BATCH_INVALID", "Cannot read the answer of the server: it does not follow docs/protocol.md");
}
