import { GitReaders, listTags, openGitTree, type ProjectContext } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import { noteRevisions } from "../git/noted-revisions.ts";
import type { CommitPlace } from "./committed-outputs.ts";
import { findReadme } from "./find-readme.ts";
import { indexVersions } from "./index-versions.ts";
import { keepSnapshots, keptSnapshot } from "./kept-snapshots.ts";
import { type Head, replaceDatasets } from "./replace-datasets.ts";
import { repositoryOf, selectRepositories } from "./repositories.ts";

/** What is read and written when a repository is indexed. */
export interface IndexPlaces {
  readonly database: Database;
  readonly git: GitHost;
  readonly context: ProjectContext;
}

/**
 * Brings what the catalogue knows of a repository up to date with its commits:
 *
 * 1. the versions of datasets,
 * 2. where its names lead, and what these commits record,
 * 3. the datasets of the default branch, and what search finds.
 *
 * Nothing is done for a repository that is gone.
 */
export async function indexRepository(places: IndexPlaces, repositoryId: string, signal: AbortSignal): Promise<void> {
  const { database, git, context } = places;
  const row = await selectRepositories(database).where("repositories.id", "=", repositoryId).executeTakeFirst();
  if (row === undefined) return;
  const repository = repositoryOf(row);
  const repo = hostedRepo(git, repositoryId);
  await using readers = new GitReaders(repo);
  const tags = await listTags(repo);
  await indexVersions(database, { repository, repo, context }, { tags, readers, signal });
  const commits = await noteRevisions(database, { repo, repositoryId }, tags);
  await keepSnapshots(database, { repository, repo, context }, { commits: new Set(commits.values()), readers });
  const head = await readHead(places, { repo, repositoryId, commit: commits.get("HEAD") }, readers);
  await replaceDatasets(database, repository, head);
}

/** A default branch of which nobody can say what it records has nothing. */
async function readHead(
  { database }: IndexPlaces,
  { repo, repositoryId, commit }: Pick<CommitPlace, "repo"> & { repositoryId: string; commit: string | undefined },
  readers: GitReaders,
): Promise<Head> {
  const none = { datasets: [], artifacts: [] };
  if (commit === undefined) return { ...none, readme: "" };
  const readme = await findReadme(await openGitTree(repo, commit, { readers }), "");
  return { ...((await keptSnapshot(database, repositoryId, commit)) ?? none), readme: readme?.text ?? "" };
}
