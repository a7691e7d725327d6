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
      await pauseBefore(attempt, { ...options, leastMs: retryAfterMs(error) }, signal);
    }
  }
}

/** Says whether another attempt may succeed. */
export function isPassing(error: unknown): boolean {
  return isLodeError(error) && error.kind === "network";
}

/** How long the storage wants to be left alone, if the error says so; at most a minute. */
export function retryAfterMs(error: unknown): number | undefined {
  const wanted = isLodeError(error) ? error.details.retryAfterMs : undefined;
  return typeof wanted === "number" ? Math.min(wanted, LONGEST_PAUSE_MS) : undefined;
}

const LONGEST_PAUSE_MS = 60_000;

/** How long a pause is. */
export interface PauseOptions extends Pick<RetryOptions, "pauseMs"> {
  /** Default: 0. */
  readonly leastMs?: number | undefined;
}

/** Waits after an attempt that failed. @throws CANCELLED */
export async function pauseBefore(
  attempt: number,
  { pauseMs, leastMs = 0 }: PauseOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  await pauseFor(Math.max(leastMs, pauseMs * 2 ** (attempt - 1)), signal);
}

/** Waits. @throws CANCELLED */
export async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    throw new LodeError("CANCELLED", "Cancelled", { cause: error });
  }
}
