import type { FastifyBaseLogger } from "fastify";
import type { Database } from "../db/open-database.ts";
import type { GitHost } from "../git/git-host.ts";

/** What the routes work on: one running registry. */
export interface Registry {
  readonly database: Database;
  readonly git: GitHost;
  readonly log: FastifyBaseLogger;
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal;
}
