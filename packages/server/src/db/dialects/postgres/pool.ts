import type { PostgresPool, PostgresPoolClient } from "kysely";
import pg from "pg";
import type { PostgresPlace } from "../../database-place.ts";
import { databaseFailure } from "./database-failure.ts";

/** How many connections a replica has at most. */
const CONNECTIONS_MOST = 10;
/** How long a connection is waited for, and how long one lives that nobody uses, in ms. */
const CONNECT_MS = 15_000;
const IDLE_MS = 60_000;
/** After which PostgreSQL ends a transaction of a replica that says nothing any more, in ms. */
const SILENT_TRANSACTION_MS = 60_000;

/** bigint, and the sums of it: nothing that is counted here is larger than what a number holds. */
const NUMBERS: ReadonlySet<number> = new Set([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

/**
 * Connections to PostgreSQL, opened when they are needed. One that breaks off is replaced by the next; its failure is told
 * to whoever used it, as databaseFailure says.
 */
export function openPool(place: PostgresPlace): PostgresPool {
  const pool = new pg.Pool({
    connectionString: urlWithPassword(place),
    max: CONNECTIONS_MOST,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: IDLE_MS,
    idle_in_transaction_session_timeout: SILENT_TRANSACTION_MS,
    keepAlive: true,
    application_name: "lode",
    types: { getTypeParser: (oid, format) => (NUMBERS.has(oid) ? Number : pg.types.getTypeParser(oid, format)) },
  });
  // The query that runs hears of it; without a listener it would end the process.
  const ignored = () => undefined;
  pool.on("error", ignored);
  pool.on("connect", (client) => client.on("error", ignored));
  const failure = (error: unknown): never => {
    throw databaseFailure(error, place);
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => clientOf(await pool.connect().catch(failure), failure),
  };
}

/** What the URL says counts more for the driver than what is given beside it. */
function urlWithPassword({ url, password }: PostgresPlace): string {
  if (password === undefined) return url;
  const complete = new URL(url);
  complete.password = encodeURIComponent(password);
  return complete.href;
}

function clientOf(client: pg.PoolClient, failure: (error: unknown) => never): PostgresPoolClient {
  const query = (text: string, parameters: readonly unknown[]) => client.query(text, [...parameters]).catch(failure);
  // The other form of the interface's function is for cursors, which nothing here has.
  return { query: query as unknown as PostgresPoolClient["query"], release: (destroy) => client.release(destroy) };
}
