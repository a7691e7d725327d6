import { setTimeout as pause } from "node:timers/promises";
import type { OnEvent } from "../base/events.ts";
import { isLodeError, LodeError } from "../base/lode-error.ts";

/** How often something is tried, and how long the first pause is; each further pause is twice as long. */
export interface RetryOptions {
  readonly attempts: number;
  readonly pauseMs: number;
  /** Is warned of pauses of a second and more. Default: nobody is. */
  readonly onEvent?: OnEvent | undefined;
  /** Says whether the server has answered before. Default: no. */
  readonly hasAnswered?: () => boolean;
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
      if (!mayTryAgain(error, attempt, options)) throw error;
      await pauseBefore(attempt, { ...options, error }, signal);
    }
  }
}

/** Says whether another attempt may succeed. */
export function isPassing(error: unknown): boolean {
  return isLodeError(error) && error.kind === "network";
}

/**
 * Says whether something is tried again after so many attempts. A server that has answered and now takes no connection is
 * most likely started again, which is waited for longer.
 */
export function mayTryAgain(error: unknown, attempt: number, { attempts, hasAnswered }: RetryOptions): boolean {
  const isAway = isLodeError(error) && error.details.errno === "ECONNREFUSED" && hasAnswered?.() === true;
  return isPassing(error) && attempt < (isAway ? RESTART_ATTEMPTS : attempts);
}

/** With the pauses of defaultRetries these are 25 s. */
const RESTART_ATTEMPTS = 9;

/** How long the storage wants to be left alone, if the error says so; at most a minute. */
export function retryAfterMs(error: unknown): number | undefined {
  const wanted = isLodeError(error) ? error.details.retryAfterMs : undefined;
  return typeof wanted === "number" ? Math.min(wanted, LONGEST_PAUSE_MS) : undefined;
}

const LONGEST_PAUSE_MS = 60_000;

/** How long a pause is. */
export interface PauseOptions extends Pick<RetryOptions, "pauseMs" | "onEvent"> {
  /** Why it is tried again; the storage may say in it when. */
  readonly error: unknown;
}

/** Waits after an attempt that failed, and tells so first if it takes long. @throws CANCELLED */
export async function pauseBefore(
  attempt: number,
  { pauseMs, error, onEvent }: PauseOptions,
  signal: AbortSignal | undefined,
): Promise<void> {
  const waitMs = Math.max(retryAfterMs(error) ?? 0, pauseMs * 2 ** (attempt - 1));
  if (waitMs >= TOLD_FROM_MS && isLodeError(error)) {
    onEvent?.({ type: "warning", message: `${error.message}; trying again in ${Math.round(waitMs / 1000)} s` });
  }
  await pauseFor(waitMs, signal);
}

/** Shorter pauses nobody notices. */
const TOLD_FROM_MS = 1000;

/** Waits. @throws CANCELLED */
export async function pauseFor(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await pause(milliseconds, undefined, { signal });
  } catch (error) {
    throw new LodeError("CANCELLED", "Cancelled", { cause: error });
  }
}
