import { type Kysely, sql } from "kysely";
import { newId } from "../new-id.ts";

/** Asks for the index of every repository, as a push does. */
export async function indexAll(db: Kysely<unknown>): Promise<void> {
  const now = new Date().toISOString();
  await sql`insert into jobs (kind, repository_id, run_after, revision, failures)
    select 'index', id, ${sql.lit(now)}, ${sql.lit(newId())}, 0 from repositories where true on conflict do nothing`.execute(
    db,
  );
}
