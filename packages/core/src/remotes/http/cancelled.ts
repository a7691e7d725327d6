import { LodeError } from "../../base/lode-error.ts";

/** The error for a request that its caller broke off. */
export function cancelled(signal: AbortSignal): LodeError {
  return new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
}
