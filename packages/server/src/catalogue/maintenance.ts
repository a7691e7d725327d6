import { pathExists } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import { maintainRepository, needsMaintenance } from "../git/maintain-repository.ts";
import { noteRevisions } from "../git/noted-revisions.ts";
import { enqueue } from "../jobs/job-queue.ts";

/** What is read and written when repositories are maintained. */
export interface MaintenancePlaces {
  readonly database: Database;
  readonly git: GitHost;
}

/** Asks for the maintenance of a repository if it has become slow; called after what was pushed or fetched is indexed. */
export async function askForMaintenance({ database, git }: MaintenancePlaces, repositoryId: string): Promise<void> {
  if (!needsMaintenance(hostedRepo(git, repositoryId).gitDir)) return;
  await database.transaction().execute(async (transaction) => {
    // One that was removed meanwhile has no jobs.
    const query = transaction.selectFrom("repositories").select("id").where("id", "=", repositoryId);
    if ((await query.executeTakeFirst()) === undefined) return;
    await enqueue(transaction, { kind: "maintain", repositoryId });
  });
}

/** Maintains a repository; nothing is done for one that is gone. @throws as maintainRepository does */
export async function maintain(
  { database, git }: MaintenancePlaces,
  repositoryId: string,
  signal: AbortSignal,
): Promise<void> {
  const repo = hostedRepo(git, repositoryId);
  if (!pathExists(repo.gitDir)) return;
  await maintainRepository(repo, signal);
  // References are in other files now.
  await noteRevisions(database, { repo, repositoryId });
}
