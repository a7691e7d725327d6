import { CompiledQuery } from "kysely";
import { RateLimiterPostgres } from "rate-limiter-flexible";
import type { Database } from "../db/open-database.ts";
import { type AttemptLimits, attemptLimits } from "./attempt-limits.ts";

/** What the counters ask of a connection. */
interface Question {
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** The limits of all servers that work on one PostgreSQL database: they count in its table of attempts. */
export function sharedAttemptLimits(database: Database): AttemptLimits {
  const storeClient = {
    async query({ text, values = [] }: Question) {
      const { rows, numAffectedRows } = await database.executeQuery(CompiledQuery.raw(text, [...values]));
      return { rows, rowCount: Number(numAffectedRows ?? rows.length) };
    },
  };
  const table = { storeClient, storeType: "client", tableName: "attempts", tableCreated: true };
  return attemptLimits((options) => new RateLimiterPostgres({ ...options, ...table }));
}
