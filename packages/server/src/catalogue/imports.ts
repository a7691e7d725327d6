import { recordDone } from "../accounts/audit.ts";
import type { Caller, SignedInUser } from "../accounts/caller.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { ImportRow } from "../db/schema/catalogue-rows.ts";
import { visibleTo } from "./list-repositories.ts";
import type { Repository } from "./repositories.ts";

/** How many imports one user may have told of; the one that was renewed longest ago makes place. */
const PER_USER_MAX = 10_000;
const DAY_MS = 86_400_000;

/** Data that a project imports. */
export type ImportedData = Pick<ImportRow, "path" | "rev" | "commit_id">;

/** An import with the name of the user who told of it. */
export interface RegisteredImport extends ImportRow {
  readonly user: string;
}

/** Which imports are listed. */
export interface ImportPage {
  /** Only those of this data. */
  readonly path?: string | undefined;
  /** The cursor of the last one of the page before; see importCursor. */
  readonly after?: string | undefined;
  readonly limit: number;
  /** How long an import counts that nobody renews, in days. */
  readonly days: number;
}

/**
 * Notes that a project imports data of a repository, or goes on doing so.
 *
 * @param project its URL without credentials
 */
export async function registerImports(
  database: Database,
  { repository, user }: { readonly repository: Repository; readonly user: SignedInUser },
  { project, items }: { readonly project: string; readonly items: readonly ImportedData[] },
): Promise<void> {
  const now = new Date().toISOString();
  const key = ["repository_id", "project", "path", "user_id"] as const;
  await database.transaction().execute(async (transaction) => {
    for (const item of items) {
      const own = { id: newId(), repository_id: repository.id, user_id: user.id, project, registered_at: now };
      await transaction
        .insertInto("imports")
        .values({ ...own, ...item, renewed_at: now })
        .onConflict((conflict) =>
          conflict.columns([...key]).doUpdateSet({ rev: item.rev, commit_id: item.commit_id, renewed_at: now }),
        )
        .execute();
    }
    await dropOldest(transaction, user.id);
  });
}

async function dropOldest(database: Database, userId: string): Promise<void> {
  const beyond = database
    .selectFrom("imports")
    .select("id")
    .where("user_id", "=", userId)
    .orderBy("renewed_at", "desc")
    .orderBy("id")
    .limit(PER_USER_MAX)
    .offset(PER_USER_MAX);
  await database.deleteFrom("imports").where("id", "in", beyond).execute();
}

/** Lists who imports data of a repository, by the URLs of the projects. */
export async function listImports(
  database: Database,
  repositoryId: string,
  { path, after, limit, days }: ImportPage,
): Promise<readonly RegisteredImport[]> {
  let query = database
    .selectFrom("imports")
    .innerJoin("users", "users.id", "imports.user_id")
    .selectAll("imports")
    .select("users.name as user")
    .where("imports.repository_id", "=", repositoryId)
    .where("imports.renewed_at", ">", daysAgo(days))
    .orderBy("imports.project")
    .orderBy("imports.id")
    .limit(limit);
  if (path !== undefined) query = query.where("imports.path", "=", path);
  if (after !== undefined) {
    const [project = "", id = ""] = after.split(" ");
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("imports.project", "imports.id"), ">", tuple(project, id)),
    );
  }
  return await query.execute();
}

/** Where an import is in the list of a repository. URLs have no spaces. */
export function importCursor({ project, id }: ImportRow): string {
  return `${project} ${id}`;
}

/** Lists what a project imports of repositories that a caller may see, by the ids of the rows. */
export async function listProjectImports(
  database: Database,
  caller: Caller,
  { project, after = "", limit, days }: Omit<ImportPage, "path"> & { readonly project: string },
) {
  return await visibleTo(caller, database)
    .innerJoin("imports", "imports.repository_id", "repositories.id")
    .innerJoin("users", "users.id", "imports.user_id")
    .clearSelect()
    .selectAll("imports")
    .select(["namespaces.name as namespace", "repositories.name as name", "users.name as user"])
    .where("imports.project", "=", project)
    .where("imports.renewed_at", ">", daysAgo(days))
    .where("imports.id", ">", after)
    .orderBy("imports.id")
    .limit(limit)
    .execute();
}

/** Forgets what a project imports of a repository: all that was told, or what one user told. */
export async function forgetImports(
  database: Database,
  { caller, repository }: { readonly caller: Caller; readonly repository: Repository },
  { project, path, userId }: { readonly project: string; readonly path?: string | undefined; readonly userId?: string },
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    let query = transaction
      .deleteFrom("imports")
      .where("repository_id", "=", repository.id)
      .where("project", "=", project);
    if (path !== undefined) query = query.where("path", "=", path);
    if (userId !== undefined) query = query.where("user_id", "=", userId);
    await query.execute();
    await recordDone(transaction, caller, { action: "forget imports of", target: repository.fullName });
  });
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * DAY_MS).toISOString();
}
