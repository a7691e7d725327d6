/** What a dataset is at a commit. */
export interface DatasetState {
  readonly repository_id: string;
  /** From the root of the repository. */
  readonly path: string;
  readonly hash_name: "md5" | "md5-dos2unix";
  readonly oid: string;
  readonly size_bytes: number | null;
  readonly files: number | null;
}

/** A dataset as it is on the default branch. */
export interface DatasetRow extends DatasetState {
  readonly description: string | null;
  readonly type: string | null;
  /** A JSON list of texts. */
  readonly labels: string;
  /** A JSON list of the names of the artifacts that have its path. */
  readonly artifacts: string;
}

/** A dataset at a commit that changed it, or that has a tag. */
export interface VersionRow extends DatasetState {
  readonly commit_id: string;
  readonly committed_at: string;
}

/** A commit whose versions are in the table of versions. */
export interface IndexedCommitRow {
  readonly repository_id: string;
  readonly commit_id: string;
  /** Whether its unchanged datasets are there too. */
  readonly is_tagged: number;
}

/** A tag of a repository, and the commit that it leads to in the end. */
export interface CommitTagRow {
  readonly repository_id: string;
  readonly commit_id: string;
  readonly name: string;
}

/** What a commit records, of the few commits of a repository that are asked for most. */
export interface KeptSnapshotRow {
  readonly repository_id: string;
  readonly commit_id: string;
  /** JSON of CommittedData. A change of that comes with a migration that empties this table and asks for the index of all. */
  readonly content: string;
}

/** Where a name of a repository led. */
export interface NotedRevisionRow {
  readonly repository_id: string;
  /** A branch, a tag, or HEAD. */
  readonly name: string;
  /** Of the references when it led there (see refState): while that is the same, so is the commit. */
  readonly state: string;
  readonly commit_id: string;
}

/** What search looks in: one row for each dataset, and one with an empty path for each repository. */
export interface SearchRow {
  readonly repository_id: string;
  readonly path: string;
  readonly title: string;
  readonly body: string;
}

/** A project that imports data of a repository, as one user has told. */
export interface ImportRow {
  readonly id: string;
  readonly repository_id: string;
  readonly user_id: string;
  /** The URL of the project's repository, without credentials. */
  readonly project: string;
  /** Of the data, from the root of the repository. */
  readonly path: string;
  /** The branch, tag or range of versions that the import follows; null: the default branch. */
  readonly rev: string | null;
  /** What it is locked to. */
  readonly commit_id: string;
  readonly registered_at: string;
  /** When it was told the last time. */
  readonly renewed_at: string;
}
