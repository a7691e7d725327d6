import type { Readable } from "node:stream";
import type { RunContext } from "../base/events.ts";
import type { ByteRange } from "../base/file-tree.ts";
import type { HashName, Oid } from "../base/oid.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { inTurns } from "./in-turns.ts";
import type { FilePlan, ObjectId, ObjectIds, QueryContext, Remote, TransferContext, TransferReport } from "./remote.ts";
import {
  defaultRetries,
  isPassing,
  pauseBefore,
  type RetryOptions,
  retryAfterMs,
  retryPassing,
} from "./retry-passing.ts";
import type { RunStorage } from "./run-storage.ts";

/**
 * Tries again what failed because of the network, with pauses that grow. Of a transfer, only the objects that failed are
 * tried again, uploads too: an object is the same whoever sends it how often. A stream that breaks after it was opened
 * is its reader's to open again.
 */
export class RetryingRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly runs: RunStorage | undefined;
  /** A stream can be sent only once: whoever has it tries again. */
  readonly send: Remote["send"];
  readonly replaceFrom?: NonNullable<Remote["replaceFrom"]>;
  readonly #remote: Remote;
  readonly #options: RetryOptions;

  constructor(remote: Remote, options: RetryOptions = defaultRetries) {
    this.name = remote.name;
    this.url = remote.url;
    this.runs = remote.runs;
    this.send = remote.send;
    this.#remote = remote;
    this.#options = options;
    const replace = remote.replaceFrom?.bind(remote);
    if (replace === undefined) return;
    this.replaceFrom = (store, oids, context) =>
      this.#retryFailed(oids, context, (rest, run) => replace(store, rest, run));
  }

  findMissing(ids: ObjectIds, run: QueryContext): Promise<ReadonlySet<Oid>> {
    return retryPassing(() => this.#remote.findMissing(ids, run), this.#options, run.signal);
  }

  readObject(id: ObjectId, run?: RunContext): Promise<Buffer | undefined> {
    return retryPassing(() => this.#remote.readObject(id, run), this.#options, run?.signal);
  }

  openRead(id: ObjectId, range?: ByteRange, run?: RunContext): Promise<Readable | undefined> {
    return retryPassing(() => this.#remote.openRead(id, range, run), this.#options, run?.signal);
  }

  fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return this.#retryFailed(oids, context, (rest, run) => this.#remote.fetchInto(store, rest, run));
  }

  fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    const items = Map.groupBy(plan.items, ({ oid }) => oid);
    return this.#retryFailed([...items.keys()], context, (rest, run) =>
      this.#remote.fetchFiles({ ...plan, items: rest.flatMap((oid) => items.get(oid) ?? []) }, run),
    );
  }

  pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return this.#retryFailed(oids, context, (rest, run) => this.#remote.pushFrom(store, rest, run));
  }

  list(hashName: HashName): AsyncIterable<Oid> {
    return this.#remote.list(hashName);
  }

  remove(ids: ObjectIds, run: RunContext): Promise<void> {
    return retryPassing(() => this.#remote.remove(ids, run), this.#options, run.signal);
  }

  objectUrl(id: ObjectId): string {
    return this.#remote.objectUrl(id);
  }

  async #retryFailed(
    oids: readonly Oid[],
    context: TransferContext,
    move: (oids: readonly Oid[], context: TransferContext) => Promise<TransferReport>,
  ): Promise<TransferReport> {
    const turn = inTurns(context);
    let { transferred, missing, failed } = await move(oids, turn(0));
    for (let attempt = 1; attempt < this.#options.attempts; ) {
      const again = failed.filter(({ error }) => isPassing(error));
      if (again.length === 0) break;
      const leastMs = Math.max(0, ...again.map(({ error }) => retryAfterMs(error) ?? 0));
      await pauseBefore(attempt, { ...this.#options, leastMs }, context.signal);
      const rest = [...new Set(again.map(({ oid }) => oid))];
      const report = await move(rest, turn(transferred.length));
      transferred = [...transferred, ...report.transferred];
      missing = [...missing, ...report.missing];
      const tried = new Set(again);
      failed = [...failed.filter((failure) => !tried.has(failure)), ...report.failed];
      // A storage that is slow but gives something is not given up.
      attempt = report.transferred.length > 0 ? 1 : attempt + 1;
    }
    return { transferred, missing, failed };
  }
}
