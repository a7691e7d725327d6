import type { Readable } from "node:stream";
import type { RunContext } from "../base/events.ts";
import type { ByteRange } from "../base/file-tree.ts";
import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { ForwardingRemote } from "./forwarding-remote.ts";
import { inTurns } from "./in-turns.ts";
import type { FilePlan, ObjectId, Remote, TransferContext, TransferReport } from "./remote.ts";

/** A remote that may have what another lacks. */
export interface Fallback {
  readonly name: string;
  /** Called when it is needed. @throws a LodeError if it cannot be used; it is passed over then, with a warning */
  readonly open: () => Remote;
}

/**
 * A remote to read from: what it lacks, or cannot give whole, comes from others, which are asked in their order and only
 * then. Warnings say which one had it. Everything else, questions too, is of the first remote alone.
 */
export class FallbackRemote extends ForwardingRemote {
  readonly #fallbacks: readonly Fallback[];

  constructor(first: Remote, fallbacks: readonly Fallback[]) {
    super(first);
    this.#fallbacks = fallbacks;
  }

  override readObject(id: ObjectId, run?: RunContext): Promise<Buffer | undefined> {
    return this.#firstThatHas((remote) => remote.readObject(id, run));
  }

  override openRead(id: ObjectId, range?: ByteRange, run?: RunContext): Promise<Readable | undefined> {
    return this.#firstThatHas((remote) => remote.openRead(id, range, run));
  }

  override fetchInto(store: ObjectStore, oids: readonly Oid[], context: TransferContext): Promise<TransferReport> {
    return this.#fromAll(oids, context, (remote, rest, run) => remote.fetchInto(store, rest, run));
  }

  override fetchFiles(plan: FilePlan, context: TransferContext): Promise<TransferReport> {
    const items = Map.groupBy(plan.items, ({ oid }) => oid);
    return this.#fromAll([...items.keys()], context, (remote, rest, run) =>
      remote.fetchFiles({ ...plan, items: rest.flatMap((oid) => items.get(oid) ?? []) }, run),
    );
  }

  /** @throws what the first remote throws, if no other has it */
  async #firstThatHas<T>(read: (remote: Remote) => Promise<T | undefined>): Promise<T | undefined> {
    const asked = await attempt(() => read(this.inner));
    if (asked.found !== undefined) return asked.found;
    for (const { open } of this.#fallbacks) {
      const { found } = await attempt(() => read(open()));
      if (found !== undefined) return found;
    }
    if (asked.error !== undefined) throw asked.error;
    return undefined;
  }

  async #fromAll(oids: readonly Oid[], context: TransferContext, fetch: Fetch): Promise<TransferReport> {
    const turn = inTurns(context);
    const { found, error } = await attempt(() => fetch(this.inner, oids, turn(0)));
    let report = found ?? { transferred: [], missing: oids, failed: [] };
    for (const { name, open } of this.#fallbacks) {
      const rest = unresolved(report);
      if (rest.length === 0) break;
      const run = turn(report.transferred.length);
      const next = await attempt(() => fetch(open(), rest, run));
      this.#tell(name, next, context);
      report = joined(report, next.found?.transferred ?? []);
    }
    if (error !== undefined && unresolved(report).length > 0) throw error;
    return report;
  }

  #tell(name: string, { found, error }: Attempt<TransferReport>, { onEvent }: RunContext): void {
    const failure = error ?? found?.failed[0]?.error;
    const count = found?.transferred.length ?? 0;
    if (failure !== undefined) {
      const message = `The remote '${name}' was asked for what '${this.name}' cannot give, and failed: ${failure.message}`;
      onEvent?.({ type: "warning", message });
    }
    if (count > 0) {
      const message = `${count} ${count === 1 ? "file is" : "files are"} from the remote '${name}', since '${this.name}' cannot give ${count === 1 ? "it" : "them"}`;
      onEvent?.({ type: "warning", message });
    }
  }
}

type Fetch = (remote: Remote, oids: readonly Oid[], context: TransferContext) => Promise<TransferReport>;

interface Attempt<T> {
  readonly found: T | undefined;
  readonly error?: LodeError;
}

async function attempt<T>(work: () => Promise<T | undefined>): Promise<Attempt<T>> {
  try {
    return { found: await work() };
  } catch (error) {
    if (!(error instanceof LodeError) || error.code === "CANCELLED") throw error;
    return { found: undefined, error };
  }
}

function unresolved({ missing, failed }: TransferReport): readonly Oid[] {
  return [...new Set([...missing, ...failed.map(({ oid }) => oid)])];
}

function joined({ transferred, missing, failed }: TransferReport, more: readonly Oid[]): TransferReport {
  const found = new Set(more);
  return {
    transferred: [...transferred, ...more],
    missing: missing.filter((oid) => !found.has(oid)),
    failed: failed.filter(({ oid }) => !found.has(oid)),
  };
}
