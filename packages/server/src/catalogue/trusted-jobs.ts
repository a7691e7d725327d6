import { LodeError } from "@lode/core";
import { recordDone } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import type { TrustedJobRow } from "../db/schema/role-rows.ts";

/** What a claim of a job's token is compared with. */
export type ClaimValue = string | number | boolean;

/** A rule: which jobs may do what in one repository. */
export interface TrustedJob {
  readonly name: string;
  /** The service that runs the jobs. */
  readonly issuer: string;
  /** Whom their tokens are to be made for; undefined: this server, by its public address. */
  readonly audience: string | undefined;
  /** What their tokens have to say; at least one claim, since a service runs everybody's jobs. */
  readonly claims: Readonly<Record<string, ClaimValue>>;
  readonly role: "reader" | "writer";
}

/** A repository as far as its rules go. */
export interface JobPlace {
  readonly id: string;
  /** `namespace/name`. */
  readonly fullName: string;
}

/** Lists the rules of a repository by name. */
export async function listTrustedJobs(database: Database, place: Pick<JobPlace, "id">): Promise<readonly TrustedJob[]> {
  const query = database.selectFrom("trusted_jobs").selectAll().where("repository_id", "=", place.id);
  return (await query.orderBy("name").execute()).map(ruleOf);
}

/**
 * Makes a rule, in place of one of the same name, whose tokens are revoked. The jobs of a rule are a user of their own,
 * `namespace/name:rule`, who is a member of the repository.
 */
export async function setTrustedJob(
  database: Database,
  { caller, place }: { readonly caller: Caller; readonly place: JobPlace },
  rule: TrustedJob,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await removeRule(transaction, place, rule.name);
    const user: UserRow = {
      id: newId(),
      // No name that a user may be given has these signs.
      name: `${place.fullName}:${rule.name}`,
      is_administrator: 0,
      created_at: new Date().toISOString(),
    };
    await transaction.insertInto("users").values(user).execute();
    const member = { repository_id: place.id, user_id: user.id, role: rule.role };
    await transaction.insertInto("repository_members").values(member).execute();
    const { name, issuer, audience, claims, role } = rule;
    const row = { name, issuer, audience: audience ?? null, claims: JSON.stringify(claims), role };
    await transaction
      .insertInto("trusted_jobs")
      .values({ ...row, repository_id: place.id, user_id: user.id, created_at: user.created_at })
      .execute();
    await recordDone(transaction, caller, { action: `trust jobs as ${role}`, target: user.name });
  });
}

/** Removes a rule and revokes its tokens. @throws TRUSTED_JOB_UNKNOWN */
export async function removeTrustedJob(
  database: Database,
  { caller, place }: { readonly caller: Caller; readonly place: JobPlace },
  name: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    if (!(await removeRule(transaction, place, name))) throw trustedJobUnknown(place, name);
    await recordDone(transaction, caller, { action: "trust jobs no more", target: `${place.fullName}:${name}` });
  });
}

/** The error for a rule that is not there. */
export function trustedJobUnknown({ fullName }: JobPlace, name: string): LodeError {
  return new LodeError("TRUSTED_JOB_UNKNOWN", `Cannot find the rule '${name}' of '${fullName}'`);
}

/** With the user go the tokens, the membership and the rule. */
async function removeRule(transaction: Database, { id }: JobPlace, name: string): Promise<boolean> {
  const rule = transaction.selectFrom("trusted_jobs").select("user_id").where("repository_id", "=", id);
  const found = await rule.where("name", "=", name).executeTakeFirst();
  if (found === undefined) return false;
  await transaction.deleteFrom("users").where("id", "=", found.user_id).execute();
  return true;
}

/** Removes the users that jobs are in a repository, which is about to go. */
export async function removeJobUsers(transaction: Database, repositoryId: string): Promise<void> {
  const users = transaction.selectFrom("trusted_jobs").select("user_id").where("repository_id", "=", repositoryId);
  await transaction.deleteFrom("users").where("id", "in", users).execute();
}

/** What a job's token says, which somebody has verified. */
export interface JobClaims extends Readonly<Record<string, unknown>> {
  readonly iss: string;
  readonly aud: string | readonly string[];
}

/**
 * Finds the rule that lets a job in, the one that allows most, and the user that the job is.
 *
 * @param audience whom a token has to be for where the rule does not say
 * @returns undefined if none does
 */
export async function findTrustedJob(
  database: Database,
  { place, claims, audience }: { readonly place: JobPlace; readonly claims: JobClaims; readonly audience: string },
): Promise<{ readonly rule: TrustedJob; readonly user: UserRow } | undefined> {
  const rows = await database
    .selectFrom("trusted_jobs")
    .selectAll()
    .where("repository_id", "=", place.id)
    .where("issuer", "=", claims.iss)
    .orderBy("name")
    .execute();
  const fitting = rows.filter((row) => fits(ruleOf(row), claims, audience));
  const row = fitting.find(({ role }) => role === "writer") ?? fitting[0];
  if (row === undefined) return undefined;
  const user = database.selectFrom("users").selectAll().where("id", "=", row.user_id);
  return { rule: ruleOf(row), user: await user.executeTakeFirstOrThrow() };
}

function fits(rule: TrustedJob, claims: JobClaims, audience: string): boolean {
  const audiences = typeof claims.aud === "string" ? [claims.aud] : claims.aud;
  return (
    audiences.includes(rule.audience ?? audience) &&
    Object.entries(rule.claims).every(([name, value]) => Object.hasOwn(claims, name) && claims[name] === value)
  );
}

function ruleOf({ name, issuer, audience, claims, role }: TrustedJobRow): TrustedJob {
  return { name, issuer, audience: audience ?? undefined, claims: JSON.parse(claims), role };
}
