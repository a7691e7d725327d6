import { setTimeout as pause } from "node:timers/promises";
import { LodeError } from "@lode/core";
import pg from "pg";

/**
 * What a transaction that another one came into the way of ends with: serialization_failure, deadlock_detected; and, of a
 * check that was true when it was made, unique_violation and foreign_key_violation.
 */
const CONFLICTS: ReadonlySet<string | undefined> = new Set(["40001", "40P01", "23505", "23503"]);

const ATTEMPTS_MOST = 12;
/** Of the first pause, in ms; each later one is longer, up to the second. */
const PAUSE_MS = [4, 250] as const;

/**
 * Does a transaction, again from the beginning as long as it ends because of another one.
 *
 * @throws SERVER_BUSY if it never gets through
 */
export async function repeatConflicts<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (!isConflict(error)) throw error;
      if (attempt === ATTEMPTS_MOST) throw exhausted(error);
      // At random, so that two that are in each other's way do not meet again.
      await pause(Math.min(PAUSE_MS[0] * 2 ** attempt, PAUSE_MS[1]) * Math.random());
    }
  }
}

function isConflict(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && CONFLICTS.has(error.code);
}

function exhausted(cause: pg.DatabaseError): Error {
  // A rule of the tables that is broken each time is a mistake of ours.
  if (cause.code?.startsWith("23")) return cause;
  return new LodeError("SERVER_BUSY", "Cannot do this now: too many others change the same things", {
    hint: "Try again in a moment.",
    cause,
  });
}
