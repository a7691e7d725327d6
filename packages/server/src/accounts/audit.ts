import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { AuditRow } from "../db/schema/account-rows.ts";
import type { Caller } from "./caller.ts";

/** What was done or refused. */
export interface AuditedAct {
  /** A verb with its object: `create repository`. */
  readonly action: string;
  /** By name. */
  readonly target: string;
}

/** Records what was done; inside the transaction that does it, so that neither is there without the other. */
export function recordDone(database: Database, caller: Caller, act: AuditedAct): Promise<void> {
  return record(database, caller, { ...act, outcome: "done" });
}

/**
 * Records what a caller was not allowed to do; of callers that have not signed in nothing. Git and DVC ask without signing
 * in first, and who is nobody could fill the disk.
 */
export async function recordRefused(database: Database, caller: Caller, act: AuditedAct): Promise<void> {
  if (caller.user !== undefined) await record(database, caller, { ...act, outcome: "refused" });
}

/** Records a sign-in that was refused. Attempts are limited, so that these do not fill the disk. */
export function recordSignInRefused(database: Database, requestId: string, act: AuditedAct): Promise<void> {
  return record(database, { user: undefined, requestId }, { ...act, outcome: "refused" });
}

async function record(
  database: Database,
  { user, requestId }: Caller,
  act: AuditedAct & Pick<AuditRow, "outcome">,
): Promise<void> {
  const at = new Date().toISOString();
  const who = { user_name: user?.name ?? null, token_id: user?.token.id ?? null, request_id: requestId };
  await database
    .insertInto("audit")
    .values({ id: `${at}-${newId()}`, at, ...who, ...act })
    .execute();
}

/** Which part of the log is read. */
export interface AuditPage {
  /** The id of the last row of the page before. Default: from the newest. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Reads the log, the newest first. */
export async function readAudit(database: Database, { before, limit }: AuditPage): Promise<readonly AuditRow[]> {
  let query = database.selectFrom("audit").selectAll().orderBy("id", "desc").limit(limit);
  if (before !== undefined) query = query.where("id", "<", before);
  return await query.execute();
}
