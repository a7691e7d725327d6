import { setTimeout as pause } from "node:timers/promises";
import { isLodeError, LodeError } from "../base/lode-error.ts";

/** How often something is tried, and how long the first pause is; each further pause is twice as long. */
export interface RetryOptions {
  readonly attempts: number;
  readonly pauseMs: number;
}

/** DVC's numbers for HTTP. */
export const defaultRetries: RetryOptions = { attempts: 5, pauseMs: 100 };

/** Does work again as long as it fails because of the network. @throws what the last attempt throws, CANCELLED */
export async function retryPassing<T>(
  work: () => Promise<T>,
  options: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || attempt >= options.attempts) throw error;
      await pauseBefore(attempt, options, signal);
    }
  }
}

/** Says whether another attempt may succeed. */
export function isPassing(error: unknown): boolean {
  return isLodeError(error) && error.kind === "network";
}

/** Waits after an attempt that failed. @throws CANCELLED */
export async function pauseBefore(
  attempt: number,
  { pauseMs }: RetryOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await pause(pauseMs * 2 ** (attempt - 1), undefined, { signal });
  } catch (error) {
    throw new LodeError("CANCELLED", "Cancelled", { cause: error });
  }
}
