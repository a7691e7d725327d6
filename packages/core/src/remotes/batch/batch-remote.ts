import type { RunContext } from "../../base/events.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import { loadNamelessFiles } from "../../fs/nameless-file.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { PutOptions } from "../../store/put-each.ts";
import { putObjects } from "../../store/put-objects.ts";
import { statObjects } from "../../store/stat-objects.ts";
import { batchOptions } from "../batch-options.ts";
import { type BatchSize, cutBatches } from "../cut-batches.ts";
import { ForwardingRemote } from "../forwarding-remote.ts";
import type { FilePlan, ObjectIds, QueryContext, Remote, TransferContext, TransferReport } from "../remote.ts";
import type { BatchClient } from "./batch-client.ts";
import { type BatchDownload, downloadBatches, type TakeObjects } from "./batch-download.ts";
import type { BatchLimits } from "./batch-limits.ts";
import { JoinedReport } from "./joined-report.ts";
import { placePlanned } from "./place-planned.ts";
import { type SizedObject, uploadBatch } from "./upload-batch.ts";
import { RESUMABLE_BYTES, uploadLarge } from "./upload-large.ts";

/** Fewer objects than this go one by one: looking for a better way costs a request. */
const WORTH_IT = 64;

/** From so many objects on, threads that write them pay for their start. */
const MANY = 5000;

/** From so many objects on, what makes files without names pays for its 15 ms. */
const NAMELESS_FROM = 700;

/**
 * What one stream holds at most: its end is waited for, and after one that broke off the server is asked which of its
 * objects it has, in one request.
 */
const STREAM_SIZE: BatchSize = { items: 100_000, bytes: 64 * 1024 * 1024 };

/** A server with its limits. */
interface Server extends BatchLimits {
  readonly client: BatchClient;
}

/**
 * A remote behind a web server that may speak the batch protocol: many small objects then move as a few streams, one
 * request asks for a hundred thousand, and the upload of a large object goes on where it broke off. Everything else, and everything with other servers, is done by the remote inside.
 */
export class BatchRemote extends ForwardingRemote {
  readonly #openClient: () => Promise<BatchClient>;
  #server: Promise<Server | undefined> | undefined;
  /** Sent in a stream that broke off: the server may have them. */
  readonly #uncertain = new Set<Oid>();

  constructor(inner: Remote, openClient: () => Promise<BatchClient>) {
    super(inner);
    this.#openClient = openClient;
  }

  override async findMissing(ids: ObjectIds, context: QueryContext): Promise<ReadonlySet<Oid>> {
    const oids = [...new Set(ids.oids)];
    const server = await this.#serverFor({ hashName: ids.hashName, oids }, context);
    if (server === undefined) return await this.inner.findMissing(ids, context);
    return await askServer(server, oids, context.signal);
  }

  override async fetchInto(
    store: ObjectStore,
    oids: readonly Oid[],
    context: TransferContext,
  ): Promise<TransferReport> {
    const { hashName } = store;
    const lacking = await findMissing(
      store,
      oids,
      context.signal === undefined ? {} : batchOptions({ signal: context.signal }),
    );
    const take: TakeObjects = (objects) => putObjects(store, objects, whereFor(lacking));
    return await this.#download({ hashName, oids: lacking, take }, context, (rest, run) =>
      this.inner.fetchInto(store, rest, run),
    );
  }

  override async fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    const items = Map.groupBy(plan.items, ({ oid }) => oid);
    const oids = [...items.keys()];
    const take = placePlanned(plan, items, whereFor(oids));
    return await this.#download({ hashName: plan.hashName, oids, take }, context, (rest, run) =>
      this.inner.fetchFiles({ ...plan, items: rest.flatMap((oid) => items.get(oid) ?? []) }, run),
    );
  }

  override async pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    const { hashName } = store;
    const files = [...new Set(oids)].filter((oid) => !isDirOid(oid));
    const sizes = hashName === "md5" ? statObjects(store, files) : new Float64Array(files.length);
    const objects = files.map((oid, i) => ({ oid, sizeBytes: sizes[i] ?? 0 }));
    const hasLarge = objects.some(isLarge);
    const server = await this.#serverFor({ hashName, oids: files }, context, hasLarge);
    if (server === undefined) return await this.inner.pushFrom(store, oids, context);
    const known = await this.#arrivedBefore(server, files, context.signal);
    const isSmall = ({ sizeBytes }: SizedObject): boolean =>
      files.length >= WORTH_IT && sizeBytes <= server.objectMaxBytes;
    const report = new JoinedReport(context);
    const small = objects.filter((object) => isSmall(object) && !known.has(object.oid));
    await this.#pushSmall(server, { store, objects: small }, report);
    const large = server.takesUploads ? objects.filter((object) => !isSmall(object) && isLarge(object)) : [];
    await pushLarge(server, { store, objects: large }, report);
    const done = new Set([...known, ...small.map(({ oid }) => oid), ...large.map(({ oid }) => oid)]);
    const rest = oids.filter((oid) => !done.has(oid));
    if (rest.length > 0) report.add(await this.inner.pushFrom(store, rest, report.next()));
    return report;
  }

  async #pushSmall(server: Server, { store, objects }: StoredObjects, report: JoinedReport): Promise<void> {
    for (const batch of cutBatches(objects, STREAM_SIZE)) {
      for (const { oid } of batch) this.#uncertain.add(oid);
      const sent = await uploadBatch(server.client, { store, batch }, report.next());
      report.add(sent.report);
      if (!sent.brokeOff) for (const { oid } of batch) this.#uncertain.delete(oid);
    }
  }

  async #download(
    { hashName, oids, take }: BatchDownload & ObjectIds,
    context: TransferContext,
    inner: (oids: readonly Oid[], context: TransferContext) => Promise<TransferReport>,
  ): Promise<TransferReport> {
    const server = await this.#serverFor({ hashName, oids }, context);
    if (server === undefined) return await inner(oids, context);
    if (oids.length >= NAMELESS_FROM) await loadNamelessFiles();
    const report = new JoinedReport(context);
    const large = await downloadBatches(server.client, { oids, take, limits: server }, report);
    if (large.length > 0) report.add(await inner(large, report.next()));
    return report;
  }

  /** Of objects that were in a stream that broke off, those that the server has. */
  async #arrivedBefore(
    server: Server,
    oids: readonly Oid[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlySet<Oid>> {
    const asked = oids.filter((oid) => this.#uncertain.has(oid));
    if (asked.length === 0) return new Set();
    const missing = await askServer(server, asked, signal);
    return new Set(asked.filter((oid) => !missing.has(oid)));
  }

  /** The server, if there is enough to do for it and it speaks the protocol, of which it is asked once. */
  async #serverFor(
    { hashName, oids }: ObjectIds,
    { signal }: RunContext,
    hasLarge = false,
  ): Promise<Server | undefined> {
    if (hashName !== "md5" || (oids.length < WORTH_IT && !hasLarge)) return undefined;
    this.#server ??= this.#discover(signal);
    try {
      return await this.#server;
    } catch (error) {
      this.#server = undefined;
      throw error;
    }
  }

  async #discover(signal: AbortSignal | undefined): Promise<Server | undefined> {
    const client = await this.#openClient();
    const limits = await client.discover(signal);
    return limits && { client, ...limits };
  }
}

/** Once there is enough of it for threads, this one has its hands full with receiving. */
function whereFor(oids: readonly Oid[]): PutOptions {
  return { isElsewhere: oids.length >= MANY };
}

/** Objects of a store with their sizes. */
interface StoredObjects {
  readonly store: ObjectStore;
  readonly objects: readonly SizedObject[];
}

function isLarge({ sizeBytes }: SizedObject): boolean {
  return sizeBytes >= RESUMABLE_BYTES;
}

/** Sends those that the server lacks. */
async function pushLarge(server: Server, { store, objects }: StoredObjects, report: JoinedReport): Promise<void> {
  if (objects.length === 0) return;
  const context = report.next();
  const oids = objects.map(({ oid }) => oid);
  const missing = await askServer(server, oids, context.signal);
  const lacking = objects.filter(({ oid }) => missing.has(oid));
  report.add(await uploadLarge(server.client.uploads, { store, objects: lacking }, context));
}

async function askServer(
  { client, idsMax }: Server,
  oids: readonly Oid[],
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<Oid>> {
  const missing = new Set<Oid>();
  for (let start = 0; start < oids.length; start += idsMax) {
    for (const oid of await client.findMissing(oids.slice(start, start + idsMax), signal)) missing.add(oid);
  }
  return missing;
}
