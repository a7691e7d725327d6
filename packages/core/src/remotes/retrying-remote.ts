import type { Readable } from "node:stream";
import type { RunContext } from "../base/events.ts";
import type { ByteRange } from "../base/file-tree.ts";
import type { Oid } from "../base/oid.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { ForwardingRemote } from "./forwarding-remote.ts";
import { inTurns } from "./in-turns.ts";
import type { FilePlan, ObjectId, ObjectIds, QueryContext, Remote, TransferContext, TransferReport } from "./remote.ts";
import {
  defaultRetries,
  mayTryAgain,
  pauseBefore,
  type RetryOptions,
  retryAfterMs,
  retryPassing,
} from "./retry-passing.ts";

/**
 * Tries again what failed because of the network, with pauses that grow, of which the user is told when they are long. Of a transfer, only the objects that failed are
 * tried again, uploads too: an object is the same whoever sends it how often. A stream that is to be sent is
 * its sender's to send again.
 */
export class RetryingRemote extends ForwardingRemote {
  override readonly replaceFrom: Remote["replaceFrom"];
  readonly #options: RetryOptions;
  #hasAnswered = false;

  constructor(inner: Remote, options: RetryOptions = defaultRetries) {
    super(inner);
    this.#options = options;
    const replace = inner.replaceFrom?.bind(inner);
    this.replaceFrom =
      replace && ((store, oids, context) => this.#retryFailed(oids, context, (rest, run) => replace(store, rest, run)));
  }

  override findMissing(ids: ObjectIds, run: QueryContext): Promise<ReadonlySet<Oid>> {
    return this.#retry(() => this.inner.findMissing(ids, run), run);
  }

  override readObject(id: ObjectId, run?: RunContext): Promise<Buffer | undefined> {
    return this.#retry(() => this.inner.readObject(id, run), run);
  }

  override openRead(id: ObjectId, range?: ByteRange, run?: RunContext): Promise<Readable | undefined> {
    return this.#retry(() => this.inner.openRead(id, range, run), run);
  }

  override fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return this.#retryFailed(oids, context, (rest, run) => this.inner.fetchInto(store, rest, run));
  }

  override fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    const items = Map.groupBy(plan.items, ({ oid }) => oid);
    return this.#retryFailed([...items.keys()], context, (rest, run) =>
      this.inner.fetchFiles({ ...plan, items: rest.flatMap((oid) => items.get(oid) ?? []) }, run),
    );
  }

  override pushFrom(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return this.#retryFailed(oids, context, (rest, run) => this.inner.pushFrom(store, rest, run));
  }

  override remove(ids: ObjectIds, run: RunContext): Promise<void> {
    return this.#retry(() => this.inner.remove(ids, run), run);
  }

  #optionsFor(run: RunContext | undefined): RetryOptions {
    return { ...this.#options, onEvent: run?.onEvent, hasAnswered: () => this.#hasAnswered };
  }

  async #retry<T>(work: () => Promise<T>, run: RunContext | undefined): Promise<T> {
    const answer = await retryPassing(work, this.#optionsFor(run), run?.signal);
    this.#hasAnswered = true;
    return answer;
  }

  async #retryFailed(
    oids: readonly Oid[],
    context: TransferContext,
    moveOnce: (oids: readonly Oid[], context: TransferContext) => Promise<TransferReport>,
  ): Promise<TransferReport> {
    const turn = inTurns(context);
    const options = this.#optionsFor(context);
    // What is asked before anything moves fails as a whole.
    const move = (some: readonly Oid[], run: TransferContext): Promise<TransferReport> =>
      retryPassing(() => moveOnce(some, run), options, context.signal);
    let { transferred, missing, failed } = await move(oids, turn(0));
    for (let attempt = 1; ; ) {
      this.#hasAnswered ||= transferred.length + missing.length > 0;
      const again = failed.filter(({ error }) => mayTryAgain(error, attempt, options));
      const [slowest] = again.toSorted((one, other) => waitOf(other) - waitOf(one));
      if (slowest === undefined) break;
      await pauseBefore(attempt, { ...options, error: slowest.error }, context.signal);
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

function waitOf({ error }: TransferReport["failed"][number]): number {
  return retryAfterMs(error) ?? 0;
}
