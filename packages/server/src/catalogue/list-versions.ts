import type { Database } from "../db/open-database.ts";
import type { VersionRow } from "../db/schema/catalogue-rows.ts";
import { readCommitTags } from "./commit-tags.ts";

/** A version of a dataset: a commit that changed it, or that has a tag. */
export interface Version extends VersionRow {
  readonly tags: readonly string[];
}

/** Which versions are listed. */
export interface VersionPage {
  /** Of the dataset, from the root of the repository. */
  readonly path: string;
  /** The cursor of the last one of the page before; see versionCursor. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Lists the versions of a dataset, the newest first. */
export async function listVersions(
  database: Database,
  repositoryId: string,
  { path, after, limit }: VersionPage,
): Promise<readonly Version[]> {
  let query = database
    .selectFrom("versions")
    .selectAll()
    .where("repository_id", "=", repositoryId)
    .where("path", "=", path)
    .orderBy("committed_at", "desc")
    .orderBy("commit_id", "desc")
    .limit(limit);
  if (after !== undefined) {
    const [at = "", commit = ""] = after.split("_");
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple("committed_at", "commit_id"), "<", tuple(at, commit)));
  }
  const rows = await query.execute();
  const commits = rows.map(({ commit_id }) => commit_id);
  const tags = await readCommitTags(database, repositoryId, commits);
  return rows.map((row) => ({ ...row, tags: tags.get(row.commit_id) ?? [] }));
}

/** Where a version is in the list. */
export function versionCursor({ committed_at, commit_id }: VersionRow): string {
  return `${committed_at}_${commit_id}`;
}
