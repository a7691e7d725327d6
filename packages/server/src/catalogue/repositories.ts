import type { AccessTarget, Wanted } from "../accounts/access.ts";
import { accessDenied, repositoryUnknown, roleIn, signInRequired } from "../accounts/access.ts";
import { recordDone, recordRefused } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import { checkName } from "../accounts/names.ts";
import { allows } from "../accounts/role.ts";
import { nameTaken } from "../accounts/users.ts";
import { removeFromSearch } from "../db/dialects/search-rows.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { NamespaceRow, RepositoryRow } from "../db/schema/repository-rows.ts";
import type { GitHost } from "../git/git-host.ts";
import { createHosted, removeHosted } from "../git/hosted-repository.ts";
import { enqueue } from "../jobs/job-queue.ts";
import { removeJobUsers } from "./trusted-jobs.ts";

/** The name of a repository: `acme/animals`. */
export interface RepositoryName {
  readonly namespace: string;
  readonly name: string;
}

/** A repository of this server. */
export interface Repository extends AccessTarget, RepositoryName {
  readonly description: string;
  readonly pushPolicy: PushPolicy;
  /** Whether it follows another repository, so that nobody pushes to it. */
  readonly isMirror: boolean;
  readonly createdAt: string;
}

/**
 * What becomes of a push of commits whose objects are not all stored: it is refused, or let through with a warning, or
 * nobody looks.
 */
export type PushPolicy = RepositoryRow["push_policy"];

/** What may be chosen of a repository. */
export interface RepositoryChoices {
  readonly visibility: Repository["visibility"];
  readonly description: string;
  readonly pushPolicy: PushPolicy;
}

/**
 * Finds a repository for a caller who needs a role in it, and records who is refused. To a caller that may not see it, one
 * that exists looks like one that does not, and takes as long.
 *
 * @throws ACCESS_DENIED if the caller may see the repository but not do this, SIGN_IN_REQUIRED if nobody has signed in,
 *   REPOSITORY_UNKNOWN if the caller may not know of it
 */
export async function openRepository(
  database: Database,
  { caller, ...name }: RepositoryName & { readonly caller: Caller },
  { action, needed }: Wanted,
): Promise<Repository> {
  const target = await findRepository(database, name);
  const role = target && (await roleIn(database, caller, target));
  if (target !== undefined && allows(role, needed)) return target;
  const fullName = `${name.namespace}/${name.name}`;
  await recordRefused(database, caller, { action, target: fullName });
  if (caller.user === undefined) throw signInRequired();
  throw role === undefined ? repositoryUnknown(fullName) : accessDenied(`${action} '${fullName}'`, needed);
}

/** Finds a repository by name, whoever asks. */
export async function findRepository(
  database: Database,
  { namespace, name }: RepositoryName,
): Promise<Repository | undefined> {
  const row = await selectRepositories(database)
    .where("namespaces.name", "=", namespace)
    .where("repositories.name", "=", name)
    .executeTakeFirst();
  return row === undefined ? undefined : repositoryOf(row);
}

/** Repositories joined with their namespaces, for queries to narrow. */
export function selectRepositories(database: Database) {
  return database
    .selectFrom("repositories")
    .innerJoin("namespaces", "namespaces.id", "repositories.namespace_id")
    .selectAll("repositories")
    .select("namespaces.name as namespace");
}

/** Makes a Repository of a row of selectRepositories. */
export function repositoryOf(row: RepositoryRow & { readonly namespace: string }): Repository {
  return {
    id: row.id,
    namespaceId: row.namespace_id,
    namespace: row.namespace,
    name: row.name,
    fullName: `${row.namespace}/${row.name}`,
    visibility: row.visibility,
    description: row.description,
    pushPolicy: row.push_policy,
    isMirror: row.is_mirror === 1,
    createdAt: row.created_at,
  };
}

/** What repositories are made in. */
export interface RepositoryPlaces {
  readonly database: Database;
  readonly git: GitHost;
}

/**
 * Makes a repository: an empty one of Git, then its record, without which the former is nothing.
 *
 * @throws NAME_INVALID, NAME_TAKEN
 */
export async function createRepository(
  { database, git }: RepositoryPlaces,
  { caller, namespace }: { readonly caller: Caller; readonly namespace: NamespaceRow },
  { name, pushPolicy, ...choices }: RepositoryChoices & { readonly name: string },
): Promise<Repository> {
  checkName(name);
  const created_at = new Date().toISOString();
  const own = { id: newId(), namespace_id: namespace.id, name, push_policy: pushPolicy, is_mirror: 0, created_at };
  const row: RepositoryRow = { ...own, ...choices };
  const repository = repositoryOf({ ...row, namespace: namespace.name });
  await createHosted(git, row.id);
  try {
    await insertRepository(database, caller, { row, repository });
  } catch (error) {
    removeHosted(git, row.id);
    throw error;
  }
  return repository;
}

async function insertRepository(
  database: Database,
  caller: Caller,
  { row, repository }: { readonly row: RepositoryRow; readonly repository: Repository },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("repositories")
      .values(row)
      .onConflict((conflict) => conflict.columns(["namespace_id", "name"]).doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) throw nameTaken("repository", repository.fullName);
    await enqueue(transaction, { kind: "index", repositoryId: row.id });
    await recordDone(transaction, caller, { action: "create repository", target: repository.fullName });
  });
}

/** Changes what may be chosen; what is left out stays, whoever changes it at the same time. @throws REPOSITORY_UNKNOWN */
export async function changeRepository(
  database: Database,
  { caller, repository }: { readonly caller: Caller; readonly repository: Repository },
  { pushPolicy, ...choices }: Partial<RepositoryChoices>,
): Promise<Repository> {
  const { id, fullName } = repository;
  const changes = { ...choices, ...(pushPolicy !== undefined && { push_policy: pushPolicy }) };
  return await database.transaction().execute(async (transaction) => {
    if (Object.keys(changes).length > 0) {
      await transaction.updateTable("repositories").set(changes).where("id", "=", id).execute();
    }
    const row = await selectRepositories(transaction).where("repositories.id", "=", id).executeTakeFirst();
    if (row === undefined) throw repositoryUnknown(fullName);
    await enqueue(transaction, { kind: "index", repositoryId: id });
    await recordDone(transaction, caller, { action: "change repository", target: fullName });
    return repositoryOf(row);
  });
}

/** Removes the record of a repository, and with it all access to what it held; then its Git repository. */
export async function removeRepository(
  { database, git }: RepositoryPlaces,
  caller: Caller,
  repository: Repository,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await removeFromSearch(transaction, repository.id);
    await removeJobUsers(transaction, repository.id);
    await transaction.deleteFrom("repositories").where("id", "=", repository.id).execute();
    await recordDone(transaction, caller, { action: "remove repository", target: repository.fullName });
  });
  removeHosted(git, repository.id);
}
