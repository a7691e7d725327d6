import type { Oid } from "../../base/oid.ts";
import { inTurns } from "../in-turns.ts";
import type { TransferContext, TransferReport } from "../remote.ts";

/** The report of a transfer that is done in several parts, one after another. */
export class JoinedReport implements TransferReport {
  readonly transferred: Oid[] = [];
  readonly missing: Oid[] = [];
  readonly failed: TransferReport["failed"][number][] = [];
  readonly #turn: (doneFiles: number) => TransferContext;

  constructor(context: TransferContext) {
    this.#turn = inTurns(context);
  }

  /** The context of the next part, which goes on counting where the part before stopped. */
  next(): TransferContext {
    return this.#turn(this.transferred.length);
  }

  add({ transferred, missing, failed }: TransferReport): void {
    for (const oid of transferred) this.transferred.push(oid);
    for (const oid of missing) this.missing.push(oid);
    for (const failure of failed) this.failed.push(failure);
  }
}
