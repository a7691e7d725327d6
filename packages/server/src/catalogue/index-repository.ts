import { GitReaders, type GitRepo, headCommit, openGitTree, type ProjectContext } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import { findReadme } from "./find-readme.ts";
import { indexVersions, readableOutputs } from "./index-versions.ts";
import { type Head, replaceDatasets } from "./replace-datasets.ts";
import { type Repository, repositoryOf, selectRepositories } from "./repositories.ts";

/** What is read and written when a repository is indexed. */
export interface IndexPlaces {
  readonly database: Database;
  readonly git: GitHost;
  readonly context: ProjectContext;
}

/**
 * Brings what the catalogue knows of a repository up to date with its commits: versions of datasets, the datasets of the
 * default branch, and what search finds. Nothing is done for a repository that is gone.
 */
export async function indexRepository(places: IndexPlaces, repositoryId: string, signal: AbortSignal): Promise<void> {
  const { database, git, context } = places;
  const row = await selectRepositories(database).where("repositories.id", "=", repositoryId).executeTakeFirst();
  if (row === undefined) return;
  const repository = repositoryOf(row);
  const repo = hostedRepo(git, repositoryId);
  await indexVersions(database, { repository, repo, context }, signal);
  await replaceDatasets(database, repository, await readHead(repo, context, repository));
}

async function readHead(repo: GitRepo, context: ProjectContext, repository: Repository): Promise<Head> {
  const commit = await headCommit(repo);
  if (commit === undefined) return { outputs: [], readme: "" };
  await using readers = new GitReaders(repo);
  const outputs = await readableOutputs({ repo, context, name: repository }, commit, readers);
  const tree = await openGitTree(repo, commit, { readers });
  const readme = await findReadme(tree, "");
  return { outputs, readme: readme?.text ?? "" };
}
