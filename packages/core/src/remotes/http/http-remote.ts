import { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import type { ByteRange } from "../../base/file-tree.ts";
import type { HashName, Oid } from "../../base/oid.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { objectKey } from "../object-key.ts";
import type {
  FilePlan,
  ObjectId,
  ObjectIds,
  QueryContext,
  Remote,
  TransferContext,
  TransferReport,
} from "../remote.ts";
import { runAtOnce } from "../run-at-once.ts";
import { type IncomingObject, streamInto, streamToFiles } from "../stream-objects.ts";
import { transferEach } from "../transfer-each.ts";
import { HttpClient } from "./http-client.ts";
import { httpUnsupported, statusError } from "./http-errors.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import { type HttpAccess, httpSettings } from "./http-settings.ts";
import { cutRange, isPlain, openBody, readBody } from "./open-body.ts";
import { httpUrlBelow, parseHttpUrl } from "./parse-http-url.ts";
import { resumedBody } from "./resumed-body.ts";
import { uploadObject } from "./upload-object.ts";
import { urlExists } from "./url-exists.ts";

/** What a remote behind a web server is made of. */
export interface HttpRemoteOptions extends HttpAccess {
  readonly name: string;
  /** How many objects move at once. Default: 16. */
  readonly jobs?: number | undefined;
}

const DEFAULT_JOBS = 16;

/**
 * A web server as a remote, as DVC uses one: HEAD tells what is there, GET brings it, and POST or another `method` sends
 * it. It cannot list or delete.
 */
export class HttpRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly #base: URL;
  readonly #client: HttpClient;
  readonly #defaultJobs: number;
  /** What this remote said that it lacks, so that an upload that follows need not ask again. */
  readonly #knownMissing = new Set<string>();

  /** @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
  constructor(options: HttpRemoteOptions) {
    this.name = options.name;
    this.url = redactUrl(options.url);
    this.#base = parseHttpUrl(options.url);
    this.#client = new HttpClient(options.url, httpSettings(options));
    this.#defaultJobs = options.jobs ?? DEFAULT_JOBS;
  }

  async findMissing({ hashName, oids }: ObjectIds, context: QueryContext): Promise<ReadonlySet<Oid>> {
    const { signal, jobs = this.#defaultJobs } = context;
    const missing = new Set<Oid>();
    await runAtOnce(new Set(oids), jobs, async (oid) => {
      if (await urlExists(this.#client, this.#place({ hashName, oid }), signal)) return;
      missing.add(oid);
      this.#knownMissing.add(objectKey({ hashName, oid }));
    });
    return missing;
  }

  async readObject(id: ObjectId): Promise<Buffer | undefined> {
    return (await this.openObject(id, undefined))?.bytes();
  }

  async openRead(id: ObjectId, range?: ByteRange): Promise<Readable | undefined> {
    if (range === undefined) return (await this.openObject(id, undefined))?.stream();
    const { start, end } = range;
    const isEmpty = end !== undefined && end <= start;
    const last = end === undefined ? "" : String(end - 1);
    const headers = isEmpty ? {} : { range: `bytes=${start}-${last}` };
    const request = { action: "read", method: "GET", url: this.#place(id), headers };
    const answer = await this.#get(request);
    if (answer === undefined) return undefined;
    if (isEmpty || answer.status === 416) {
      answer.message.destroy();
      return Readable.from([]);
    }
    const body = openBody(answer.message, request);
    return answer.status === 206 ? body : cutRange(body, range);
  }

  fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return streamInto(this, { store, oids }, { ...context, defaultJobs: this.#defaultJobs });
  }

  fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    return streamToFiles(this, plan, { ...context, defaultJobs: this.#defaultJobs });
  }

  pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    const steps = { ...context, defaultJobs: this.#defaultJobs };
    const items = [...new Set(oids)].map((oid) => ({ oid }));
    return transferEach(items, steps, async ({ oid }) => {
      const id = { hashName: store.hashName, oid };
      const url = this.#place(id);
      const isMissing = this.#knownMissing.has(objectKey(id)) || !(await urlExists(this.#client, url, context.signal));
      if (!isMissing) return { status: "present" };
      const sent = await uploadObject(this.#client, { store, oid, url }, context.signal);
      this.#knownMissing.delete(objectKey(id));
      return sent;
    });
  }

  // biome-ignore lint/correctness/useYield: it has nothing to give but an error
  async *list(_hashName: HashName): AsyncGenerator<Oid> {
    throw httpUnsupported("list the objects of", this.url);
  }

  async remove(_ids: ObjectIds, _run: RunContext): Promise<void> {
    throw httpUnsupported("delete objects of", this.url);
  }

  objectUrl(id: ObjectId): string {
    return this.#place(id).href;
  }

  async openObject(id: ObjectId, signal: AbortSignal | undefined): Promise<IncomingObject | undefined> {
    const request = { action: "read", method: "GET", url: this.#place(id), signal };
    const answer = await this.#get(request);
    if (answer === undefined) return undefined;
    const { message } = answer;
    const length = isPlain(message) ? message.headers["content-length"] : undefined;
    return {
      sizeBytes: length === undefined ? undefined : Number(length),
      stream: () => resumedBody(this.#client, request, answer),
      bytes: () => readBody(message, request),
    };
  }

  async #get(request: HttpRequest): Promise<HttpAnswer | undefined> {
    const answer = await this.#client.send(request);
    const { status, message } = answer;
    if (status < 300 || status === 416) return answer;
    message.resume();
    if (status === 404 || status === 410) return undefined;
    throw statusError(request, status, message.statusMessage);
  }

  #place(id: ObjectId): URL {
    return httpUrlBelow(this.#base, objectKey(id));
  }
}
