import { randomBytes, randomInt } from "node:crypto";
import { LodeError } from "@lode/core";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { SignInRow, UserRow } from "../db/schema/account-rows.ts";
import type { Role } from "./role.ts";
import { hashTokenSecret } from "./token-secret.ts";
import { type CreatedToken, insertSignInToken } from "./tokens.ts";

/** How long somebody has to sign in, in seconds. */
export const SIGN_IN_SECONDS = 600;

/** Letters that make no words and are not taken for one another. */
const CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

/** The sign-in that a terminal asks for. */
export interface WantedSignIn {
  readonly provider: string;
  readonly label: string;
  readonly scope: Role;
  /** How long the token is to last, in seconds; undefined: as long as the server allows. */
  readonly tokenSeconds: number | undefined;
}

/** A sign-in that has begun, with the secret that the terminal asks with, which is stored nowhere. */
export interface BegunSignIn {
  readonly id: string;
  readonly secret: string;
  readonly code: string;
}

/** Begins a sign-in for a terminal, and forgets those whose time is over. */
export async function beginSignIn(database: Database, wanted: WantedSignIn): Promise<BegunSignIn> {
  const secret = randomSecret();
  const code = Array.from({ length: 8 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join("");
  const { provider, label, scope, tokenSeconds } = wanted;
  const row: SignInRow = {
    ...{ id: newId() + newId(), secret_hash: hashTokenSecret(secret), status: "begun" },
    ...{ provider, label, scope, token_seconds: tokenSeconds ?? null },
    code: `${code.slice(0, 4)}-${code.slice(4)}`,
    ...{ failure: null, browser_hash: null, state_hash: null, nonce: null, code_verifier: null, user_id: null },
    expires_at: new Date(Date.now() + SIGN_IN_SECONDS * 1000).toISOString(),
  };
  await database.deleteFrom("sign_ins").where("expires_at", "<=", new Date().toISOString()).execute();
  await database.insertInto("sign_ins").values(row).execute();
  return { id: row.id, secret, code: row.code };
}

/** Finds a sign-in that nobody has ended yet. @throws SIGN_IN_ENDED */
export async function findSignIn(database: Database, id: string): Promise<SignInRow> {
  const row = await database
    .selectFrom("sign_ins")
    .selectAll()
    .where("id", "=", id)
    .where("status", "in", ["begun", "confirmed"])
    .where("expires_at", ">", new Date().toISOString())
    .executeTakeFirst();
  if (row === undefined) throw signInEnded(OVER);
  return row;
}

/** What the provider has to give back, and what it is asked with. */
export interface ProviderQuestion {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/**
 * Notes that somebody has compared the codes in a browser, from which alone the sign-in goes on; the same browser may do it
 * again.
 *
 * @throws SIGN_IN_ENDED
 */
export async function confirmSignIn(
  database: Database,
  { id, browser }: { readonly id: string; readonly browser: string },
): Promise<ProviderQuestion> {
  const question = { state: randomSecret(), nonce: randomSecret(), codeVerifier: randomSecret() };
  const browser_hash = hashTokenSecret(browser);
  const { numUpdatedRows } = await database
    .updateTable("sign_ins")
    .set({ status: "confirmed", browser_hash, state_hash: hashTokenSecret(question.state) })
    .set({ nonce: question.nonce, code_verifier: question.codeVerifier })
    .where("id", "=", id)
    .where(({ eb, or, and }) =>
      or([eb("status", "=", "begun"), and([eb("status", "=", "confirmed"), eb("browser_hash", "=", browser_hash)])]),
    )
    .where("expires_at", ">", new Date().toISOString())
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw signInEnded("it was ended, or goes on in another browser");
  return question;
}

/** A sign-in that the provider has answered, with what the answer has to fit. */
export interface AnsweredSignIn {
  readonly id: string;
  readonly provider: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/**
 * Takes the sign-in that a provider's answer belongs to. It is taken once: a second answer finds nothing.
 *
 * @throws SIGN_IN_ENDED if there is none of this state, or another browser confirmed it
 */
export async function takeAnswer(
  database: Database,
  { state, browser }: { readonly state: string; readonly browser: string },
): Promise<AnsweredSignIn> {
  const row = await database
    .updateTable("sign_ins")
    .set({ status: "answered" })
    .where("state_hash", "=", hashTokenSecret(state))
    .where("browser_hash", "=", hashTokenSecret(browser))
    .where("status", "=", "confirmed")
    .where("expires_at", ">", new Date().toISOString())
    .returning(["id", "provider", "nonce", "code_verifier"])
    .executeTakeFirst();
  if (row === undefined || row.nonce === null || row.code_verifier === null) {
    throw signInEnded("this browser did not begin it, or it was ended");
  }
  return { id: row.id, provider: row.provider, nonce: row.nonce, codeVerifier: row.code_verifier };
}

/** Notes who has signed in. */
export async function completeSignIn(database: Database, id: string, userId: string): Promise<void> {
  await endAnswered(database, id, { status: "done", user_id: userId });
}

/** Notes why nobody has signed in. */
export async function refuseSignIn(database: Database, id: string, failure: string): Promise<void> {
  await endAnswered(database, id, { status: "refused", failure });
}

async function endAnswered(
  database: Database,
  id: string,
  end: Pick<SignInRow, "status"> & Partial<SignInRow>,
): Promise<void> {
  await database.updateTable("sign_ins").set(end).where("id", "=", id).where("status", "=", "answered").execute();
}

/** A terminal that asks whether its sign-in was ended. */
export interface TerminalQuestion {
  readonly id: string;
  readonly secret: string;
  readonly requestId: string;
  /** When a token ends that is to last so many seconds. */
  tokenEnd(seconds: number | undefined): string;
}

/**
 * Gives the terminal its token, once.
 *
 * @returns undefined while nobody has signed in yet
 * @throws SIGN_IN_ENDED if it was refused or taken, its time is over, or the secret is another
 */
export async function takeToken(
  database: Database,
  { id, secret, requestId, tokenEnd }: TerminalQuestion,
): Promise<{ readonly created: CreatedToken; readonly user: string } | undefined> {
  return await database.transaction().execute(async (transaction) => {
    const row = await transaction.selectFrom("sign_ins").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined || row.secret_hash !== hashTokenSecret(secret)) throw signInEnded(OVER);
    refuseEnded(row);
    if (row.status !== "done" || row.user_id === null) return undefined;
    const update = transaction.updateTable("sign_ins").set({ status: "taken" });
    const taken = await update.where("id", "=", id).where("status", "=", "done").executeTakeFirstOrThrow();
    if (taken.numUpdatedRows === 0n) throw signInEnded(OVER);
    const users = transaction.selectFrom("users").selectAll().where("id", "=", row.user_id);
    const user = await users.executeTakeFirstOrThrow();
    const how = { how: `sign in by ${row.provider}`, requestId };
    const created = await insertSignInToken(transaction, how, tokenOf(row, user, tokenEnd));
    return { created, user: user.name };
  });
}

const OVER = "it was ended, or its time is over";

function refuseEnded({ status, failure, expires_at }: SignInRow): void {
  if (expires_at <= new Date().toISOString() || status === "taken") throw signInEnded(OVER);
  if (status === "refused") throw signInEnded(failure ?? OVER);
}

function tokenOf(row: SignInRow, user: UserRow, tokenEnd: TerminalQuestion["tokenEnd"]) {
  const { label, scope, token_seconds } = row;
  return { user, label, scope, repositoryId: undefined, expiresAt: tokenEnd(token_seconds ?? undefined) };
}

function signInEnded(state: string): LodeError {
  return new LodeError("SIGN_IN_ENDED", `Cannot go on with this sign-in: ${state}`, {
    hint: "Begin again in the terminal.",
  });
}

/** 256 random bits. */
function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}
