import type { Readable } from "node:stream";
import type { RunContext } from "../base/events.ts";
import type { ByteRange } from "../base/file-tree.ts";
import type { HashName, Oid } from "../base/oid.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { FilePlan, ObjectId, ObjectIds, QueryContext, Remote, TransferContext, TransferReport } from "./remote.ts";
import type { RunStorage } from "./run-storage.ts";

/**
 * Does everything by the remote inside. What wraps a remote extends this and says only what it does otherwise, so that no
 * optional ability of the remote inside gets lost.
 */
export class ForwardingRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly runs: RunStorage | undefined;
  readonly storeOf: Remote["storeOf"];
  readonly replaceFrom: Remote["replaceFrom"];
  readonly findBroken: Remote["findBroken"];
  readonly send: Remote["send"];
  protected readonly inner: Remote;

  constructor(inner: Remote) {
    this.name = inner.name;
    this.url = inner.url;
    this.runs = inner.runs;
    this.storeOf = inner.storeOf?.bind(inner);
    this.replaceFrom = inner.replaceFrom?.bind(inner);
    this.findBroken = inner.findBroken?.bind(inner);
    this.send = inner.send?.bind(inner);
    this.inner = inner;
  }

  findMissing(ids: ObjectIds, context: QueryContext): Promise<ReadonlySet<Oid>> {
    return this.inner.findMissing(ids, context);
  }

  readObject(id: ObjectId, run?: RunContext): Promise<Buffer | undefined> {
    return this.inner.readObject(id, run);
  }

  openRead(id: ObjectId, range?: ByteRange, run?: RunContext): Promise<Readable | undefined> {
    return this.inner.openRead(id, range, run);
  }

  fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return this.inner.fetchInto(store, oids, context);
  }

  fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    return this.inner.fetchFiles(plan, context);
  }

  pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return this.inner.pushFrom(store, oids, context);
  }

  list(hashName: HashName, run?: RunContext): AsyncIterable<Oid> {
    return this.inner.list(hashName, run);
  }

  remove(ids: ObjectIds, run: RunContext): Promise<void> {
    return this.inner.remove(ids, run);
  }

  objectUrl(id: ObjectId): string {
    return this.inner.objectUrl(id);
  }
}
