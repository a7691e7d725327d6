import { randomBytes } from "node:crypto";
import { LodeError } from "@lode/core";
import { publicGitUrl } from "@lode/core/engine";
import { recordDone } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import type { Database } from "../db/open-database.ts";
import type { MirrorRow } from "../db/schema/repository-rows.ts";
import type { SecretBox } from "../db/secret-box.ts";
import { resolveHost } from "../git/public-host.ts";
import { enqueue } from "../jobs/job-queue.ts";
import type { Repository } from "./repositories.ts";

/** What may be chosen of a mirror. */
export interface MirrorChoices {
  /** `https://…` or `http://…`, without credentials. */
  readonly url: string;
  readonly user?: string | undefined;
  /** Or a token. */
  readonly password?: string | undefined;
  readonly intervalS: number;
}

/** What mirrors are kept with. */
export interface MirrorPlaces {
  readonly database: Database;
  readonly secrets: SecretBox;
  readonly settings: { readonly mirrorSources: "public" | "any" };
}

/** How a mirror does. */
export interface MirrorState extends MirrorRow {
  /** ISO text in UTC: when it is fetched the next time; null: nobody has asked for it. */
  readonly nextFetchAt: string | null;
}

/**
 * Makes a repository follow another one, and fetches it soon.
 *
 * @param choices as checkMirror gives them
 * @returns the secret of its webhook, which is not shown again
 */
export async function setMirror(
  { database, secrets }: Pick<MirrorPlaces, "database" | "secrets">,
  { caller, repository }: { readonly caller: Caller; readonly repository: Repository },
  choices: MirrorChoices,
): Promise<string> {
  const { id, fullName } = repository;
  const webhookSecret = randomBytes(32).toString("base64url");
  const row = {
    url: choices.url,
    user_name: choices.user ?? null,
    sealed_password: choices.password === undefined ? null : secrets.seal(choices.password, passwordOwner(id)),
    sealed_webhook_secret: secrets.seal(webhookSecret, webhookOwner(id)),
    interval_seconds: choices.intervalS,
    error: null,
    failures: 0,
  };
  await database.transaction().execute(async (transaction) => {
    await transaction.updateTable("repositories").set({ is_mirror: 1 }).where("id", "=", id).execute();
    await transaction
      .insertInto("mirrors")
      .values({ repository_id: id, attempted_at: null, fetched_at: null, ...row })
      .onConflict((conflict) => conflict.column("repository_id").doUpdateSet(row))
      .execute();
    await enqueue(transaction, { kind: "fetch", repositoryId: id });
    await recordDone(transaction, caller, { action: "set mirror of", target: fullName });
  });
  return webhookSecret;
}

/**
 * Checks where a mirror is to come from, as far as it can be known now; it is checked again at each fetch.
 *
 * @returns the same with the address in its usual form
 * @throws MIRROR_REFUSED, SOURCE_URL_REFUSED
 */
export async function checkMirror(
  { settings }: Pick<MirrorPlaces, "settings">,
  choices: MirrorChoices,
): Promise<MirrorChoices> {
  const { url, password } = choices;
  const parsed = URL.parse(url);
  const mayBePrivate = settings.mirrorSources === "any";
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) throw refused(url, "it is no http:// or https:// address");
  if (parsed.username + parsed.password !== "") throw refused(url, "user and password are fields of their own");
  if (parsed.protocol === "http:" && password !== undefined && !mayBePrivate) {
    throw refused(url, "a password is sent to https:// addresses only");
  }
  await resolveHost(parsed, { mayBePrivate }).catch((error: unknown) => {
    // A host that is not known now may be later, and is looked up at each fetch.
    if (!(error instanceof LodeError) || error.code !== "MIRROR_UNREACHABLE") throw error;
  });
  // What was checked, and not the text, which another parser may take for another host.
  return { ...choices, url: publicGitUrl(parsed.href) };
}

/** Without what may be a secret. */
function refused(url: string, state: string): LodeError {
  const { protocol = "", host = "" } = URL.parse(url) ?? {};
  const shown = protocol === "" ? "this address" : `'${protocol}//${host}'`;
  return new LodeError("MIRROR_REFUSED", `Cannot mirror from ${shown}: ${state}`, {
    hint: "Give the address by which `git clone` takes it over HTTPS, such as https://github.com/acme/animals.git.",
    details: { url: shown },
  });
}

/** How the mirror of a repository does. @throws MIRROR_UNKNOWN if it has none */
export async function mirrorState(database: Database, { id, fullName }: Repository): Promise<MirrorState> {
  const row = await findMirror(database, id);
  if (row === undefined) throw mirrorUnknown(fullName);
  const job = await database
    .selectFrom("jobs")
    .select("run_after")
    .where("kind", "=", "fetch")
    .where("repository_id", "=", id)
    .executeTakeFirst();
  return { ...row, nextFetchAt: job?.run_after ?? null };
}

/** The error for a repository that follows no other. */
export function mirrorUnknown(fullName: string): LodeError {
  return new LodeError("MIRROR_UNKNOWN", `Cannot find a mirror: '${fullName}' follows no other repository`);
}

/** The row of a mirror; undefined if a repository has none. */
export async function findMirror(database: Database, repositoryId: string): Promise<MirrorRow | undefined> {
  return await database.selectFrom("mirrors").selectAll().where("repository_id", "=", repositoryId).executeTakeFirst();
}

/** Makes a repository follow no other from now on; what was fetched stays, and may be pushed to. */
export async function removeMirror(
  database: Database,
  { caller, repository }: { readonly caller: Caller; readonly repository: Repository },
): Promise<void> {
  const { id, fullName } = repository;
  await database.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom("mirrors")
      .where("repository_id", "=", id)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw mirrorUnknown(fullName);
    await transaction.updateTable("repositories").set({ is_mirror: 0 }).where("id", "=", id).execute();
    await transaction.deleteFrom("jobs").where("kind", "=", "fetch").where("repository_id", "=", id).execute();
    await recordDone(transaction, caller, { action: "remove mirror of", target: fullName });
  });
}

/** What the password of a mirror is sealed for. */
export function passwordOwner(repositoryId: string): string {
  return `password of mirror ${repositoryId}`;
}

/** What the secret of a mirror's webhook is sealed for. */
export function webhookOwner(repositoryId: string): string {
  return `webhook of mirror ${repositoryId}`;
}
