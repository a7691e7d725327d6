import type { RunContext } from "../../base/events.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
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
import { uploadBatch } from "./upload-batch.ts";

/** Fewer objects than this go one by one: looking for a better way costs a request. */
const WORTH_IT = 64;

/** From so many objects on, threads that put them into the store pay for their start. */
const MANY = 2000;

/** What one stream holds at most: what a connection that breaks off may cost. */
const STREAM_SIZE: BatchSize = { items: 10_000, bytes: 64 * 1024 * 1024 };

/** A server with its limits. */
interface Server extends BatchLimits {
  readonly client: BatchClient;
}

/**
 * A remote behind a web server that may speak the batch protocol: many small objects then move as a few streams, and one
 * request asks for a hundred thousand. Everything else, and everything with other servers, is done by the remote inside.
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
    // Once there is enough of it for threads, this one has its hands full with receiving.
    const isElsewhere = lacking.length >= MANY;
    const take: TakeObjects = (objects) => putObjects(store, objects, { isElsewhere });
    return await this.#download({ hashName, oids: lacking, take }, context, (rest, run) =>
      this.inner.fetchInto(store, rest, run),
    );
  }

  override async fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    const items = Map.groupBy(plan.items, ({ oid }) => oid);
    const take = placePlanned(plan, items);
    return await this.#download({ hashName: plan.hashName, oids: [...items.keys()], take }, context, (rest, run) =>
      this.inner.fetchFiles({ ...plan, items: rest.flatMap((oid) => items.get(oid) ?? []) }, run),
    );
  }

  override async pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    const files = [...new Set(oids)].filter((oid) => !isDirOid(oid));
    const server = await this.#serverFor({ hashName: store.hashName, oids: files }, context);
    if (server === undefined) return await this.inner.pushFrom(store, oids, context);
    const sizes = statObjects(store, files);
    const known = await this.#arrivedBefore(server, files, context.signal);
    const small = files.flatMap((oid, i) => {
      const sizeBytes = sizes[i] ?? 0;
      return sizeBytes <= server.objectMaxBytes && !known.has(oid) ? [{ oid, sizeBytes }] : [];
    });
    const isSmall = new Set(small.map(({ oid }) => oid));
    const report = new JoinedReport(context);
    for (const batch of cutBatches(small, STREAM_SIZE)) {
      for (const { oid } of batch) this.#uncertain.add(oid);
      const sent = await uploadBatch(server.client, { store, batch }, report.next());
      report.add(sent.report);
      if (!sent.brokeOff) for (const { oid } of batch) this.#uncertain.delete(oid);
    }
    const rest = oids.filter((oid) => !isSmall.has(oid) && !known.has(oid));
    if (rest.length > 0) report.add(await this.inner.pushFrom(store, rest, report.next()));
    return report;
  }

  async #download(
    { hashName, oids, take }: BatchDownload & ObjectIds,
    context: TransferContext,
    inner: (oids: readonly Oid[], context: TransferContext) => Promise<TransferReport>,
  ): Promise<TransferReport> {
    const server = await this.#serverFor({ hashName, oids }, context);
    if (server === undefined) return await inner(oids, context);
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
  async #serverFor({ hashName, oids }: ObjectIds, { signal }: RunContext): Promise<Server | undefined> {
    if (hashName !== "md5" || oids.length < WORTH_IT) return undefined;
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
