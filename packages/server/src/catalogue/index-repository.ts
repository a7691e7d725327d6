import { GitReaders, type GitRepo, headCommit, openGitTree, type ProjectContext } from "@lode/core/engine";
import { addToSearch } from "../db/dialects/full-text.ts";
import type { Database } from "../db/open-database.ts";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import type { CommittedOutput } from "./committed-outputs.ts";
import { findReadme } from "./find-readme.ts";
import { datasetState, indexVersions, readableOutputs } from "./index-versions.ts";
import { type Repository, repositoryOf, selectRepositories } from "./repositories.ts";

/** What is read and written when a repository is indexed. */
export interface IndexPlaces {
  readonly database: Database;
  readonly git: GitHost;
  readonly context: ProjectContext;
}

const BATCH = 1000;

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

/** What is on the default branch. */
interface Head {
  readonly outputs: readonly CommittedOutput[];
  readonly readme: string;
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

async function replaceDatasets(database: Database, repository: Repository, { outputs, readme }: Head): Promise<void> {
  const { id, fullName, description } = repository;
  const rows = outputs.map((output) => ({
    ...datasetState(id, output),
    description: output.description ?? null,
    type: output.type ?? null,
    labels: JSON.stringify(output.labels),
  }));
  const found = outputs.map(({ path, description: said = "", type = "", labels }) => ({
    repository_id: id,
    path,
    title: `${fullName} ${path}`,
    body: [said, type, ...labels].join(" "),
  }));
  const texts = [{ repository_id: id, path: "", title: fullName, body: `${description} ${readme}` }, ...found];
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("datasets").where("repository_id", "=", id).execute();
    await transaction.deleteFrom("search_index").where("repository_id", "=", id).execute();
    for (let start = 0; start < texts.length; start += BATCH) {
      await addToSearch(transaction, texts.slice(start, start + BATCH));
      const some = rows.slice(start, start + BATCH);
      if (some.length > 0) await transaction.insertInto("datasets").values(some).execute();
    }
  });
}
