import type { FastifyBaseLogger } from "fastify";
import type { Database } from "../db/open-database.ts";

/** What the routes work on: one running registry. */
export interface Registry {
  readonly database: Database;
  readonly log: FastifyBaseLogger;
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal;
}
