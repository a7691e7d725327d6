import type { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { RunContext } from "../base/events.ts";
import type { ByteRange } from "../base/file-tree.ts";
import { isLodeError, LodeError } from "../base/lode-error.ts";
import type { HashName, Oid } from "../base/oid.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { FilePlan, ObjectId, ObjectIds, Remote, TransferContext, TransferReport } from "./remote.ts";
import type { RunStorage } from "./run-storage.ts";

/** How often something is tried, and how long the first pause is; each further pause is twice as long. */
export interface RetryOptions {
  readonly attempts: number;
  readonly pauseMs: number;
}

/** DVC's numbers for HTTP. */
const DEFAULTS: RetryOptions = { attempts: 5, pauseMs: 100 };

/**
 * Tries again what failed because of the network, with pauses that grow. Of a transfer, only the objects that failed are
 * tried again, uploads too: an object is the same whoever sends it how often. A stream that breaks after it was opened
 * is its reader's to open again.
 */
export class RetryingRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly runs: RunStorage | undefined;
  readonly #remote: Remote;
  readonly #options: RetryOptions;

  constructor(remote: Remote, options: RetryOptions = DEFAULTS) {
    this.name = remote.name;
    this.url = remote.url;
    this.runs = remote.runs;
    this.#remote = remote;
    this.#options = options;
  }

  findMissing(ids: ObjectIds, run: RunContext): Promise<ReadonlySet<Oid>> {
    return this.#retry(() => this.#remote.findMissing(ids, run), run.signal);
  }

  readObject(id: ObjectId): Promise<Buffer | undefined> {
    return this.#retry(() => this.#remote.readObject(id), undefined);
  }

  openRead(id: ObjectId, range?: ByteRange): Promise<Readable | undefined> {
    return this.#retry(() => this.#remote.openRead(id, range), undefined);
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
    return this.#retry(() => this.#remote.remove(ids, run), run.signal);
  }

  objectUrl(id: ObjectId): string {
    return this.#remote.objectUrl(id);
  }

  async #retry<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || attempt >= this.#options.attempts) throw error;
        await this.#pause(attempt, signal);
      }
    }
  }

  async #retryFailed(
    oids: readonly Oid[],
    context: TransferContext,
    move: (oids: readonly Oid[], context: TransferContext) => Promise<TransferReport>,
  ): Promise<TransferReport> {
    let { transferred, missing, failed } = await move(oids, context);
    for (let attempt = 1; attempt < this.#options.attempts; attempt++) {
      const again = failed.filter(({ error }) => isPassing(error));
      if (again.length === 0) break;
      await this.#pause(attempt, context.signal);
      const rest = [...new Set(again.map(({ oid }) => oid))];
      const report = await move(rest, afterFirst(transferred.length, context));
      transferred = [...transferred, ...report.transferred];
      missing = [...missing, ...report.missing];
      failed = [...failed.filter((failure) => !again.includes(failure)), ...report.failed];
    }
    return { transferred, missing, failed };
  }

  async #pause(attempt: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await pause(this.#options.pauseMs * 2 ** (attempt - 1), undefined, { signal });
    } catch (error) {
      throw new LodeError("CANCELLED", "Cancelled", { cause: error });
    }
  }
}

function isPassing(error: unknown): boolean {
  return isLodeError(error) && error.kind === "network";
}

/** Progress goes on where the attempt before ended. */
function afterFirst(done: number, { onProgress, ...context }: TransferContext): TransferContext {
  if (onProgress === undefined) return context;
  return { ...context, onProgress: ({ files, bytes }) => onProgress({ files: done + files, bytes }) };
}
