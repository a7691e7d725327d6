import type { LodeError } from "../../base/lode-error.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { ChangeCounts } from "../../worktree/checkout/checkout-plan.ts";
import type { Output } from "../output.ts";
import type { Stage } from "../stage.ts";

/** What became of an output that was to be checked out. */
export interface OutputCheckout {
  readonly stage: Stage;
  readonly output: Output;
  /** Undefined if it was as recorded. */
  readonly change: "added" | "modified" | undefined;
  readonly counts: ChangeCounts;
  /** Why it could not be brought to its recorded state, at most ten of the reasons; empty if it was. */
  readonly failures: readonly LodeError[];
  /** Absolute paths of files that were not touched: they are ignored, changed meanwhile, or saved nowhere else. */
  readonly left: readonly string[];
}

/** An output to be checked out, or one path in it. */
export interface CheckoutTarget {
  readonly stage: Stage;
  readonly output: Output;
  readonly within: string | undefined;
  /** Of a directory, if it has just been made, so that it is not read again. Default: it is read when it is needed. */
  readonly manifest?: Manifest | undefined;
}
