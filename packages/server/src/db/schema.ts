import type { Generated } from "kysely";

/**
 * The tables, as queries see them. Times are ISO texts in UTC, which sort as they follow one another; ids are random
 * texts; truth is 0 or 1: all of it is the same in SQLite and PostgreSQL.
 */
export interface Schema {
  readonly users: UserRow;
  readonly tokens: TokenRow;
  readonly identities: IdentityRow;
  readonly sign_ins: SignInRow;
  readonly passwords: PasswordRow;
  readonly groups: GroupRow;
  readonly group_members: GroupMemberRow;
  readonly namespaces: NamespaceRow;
  readonly repositories: RepositoryTable;
  readonly namespace_members: NamespaceMemberRow;
  readonly repository_members: RepositoryMemberRow;
  readonly namespace_groups: NamespaceGroupRow;
  readonly repository_groups: RepositoryGroupRow;
  readonly trusted_jobs: TrustedJobRow;
  readonly audit: AuditRow;
  readonly claims: ClaimRow;
  readonly jobs: JobRow;
  readonly datasets: DatasetRow;
  readonly versions: VersionRow;
  readonly indexed_commits: IndexedCommitRow;
  readonly search_index: SearchRow;
  readonly imports: ImportRow;
  readonly mirrors: MirrorRow;
}

/** Somebody, or a program, that can sign in. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  /** Whether the user may do everything on this server. */
  readonly is_administrator: number;
  readonly created_at: string;
}

/** The password of a user who has one. */
export interface PasswordRow {
  readonly user_id: string;
  /** A PHC string. */
  readonly hash: string;
  readonly changed_at: string;
}

/** Who a user is at another service. */
export interface IdentityRow {
  readonly id: string;
  readonly user_id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly created_at: string;
}

/** A sign-in that a terminal has begun and a browser is to end. */
export interface SignInRow {
  readonly id: string;
  /** SHA-256 of what the terminal asks with. */
  readonly secret_hash: string;
  readonly provider: string;
  /** Of the token that is to be made, as its scope and its life in seconds. */
  readonly label: string;
  readonly scope: RoleText;
  readonly token_seconds: number | null;
  /** What terminal and browser both show. */
  readonly code: string;
  /**
   * Each follows the one before, but a refusal ends any: begun by the terminal, confirmed in a browser, answered by the
   * provider, done when the user is known, taken by the terminal.
   */
  readonly status: "begun" | "confirmed" | "answered" | "done" | "taken" | "refused";
  /** Why it was refused. */
  readonly failure: string | null;
  /** SHA-256 of the cookie of the browser that confirmed it. */
  readonly browser_hash: string | null;
  readonly state_hash: string | null;
  readonly nonce: string | null;
  readonly code_verifier: string | null;
  readonly user_id: string | null;
  readonly expires_at: string;
}

/** A secret with which a user signs in. */
export interface TokenRow {
  readonly id: string;
  readonly user_id: string;
  /** What the owner calls it. */
  readonly label: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly secret_hash: string;
  /** The role that its bearer has at most. */
  readonly scope: RoleText;
  /** The one repository that it is for; null: any. */
  readonly repository_id: string | null;
  /** Null: it does not end. */
  readonly expires_at: string | null;
  readonly created_at: string;
}

/** A role as it is stored; accounts/role.ts says what each may do. */
export type RoleText = "reader" | "writer" | "maintainer" | "administrator";

/** What repositories of one owner are below. */
export interface NamespaceRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
}

/** A repository: Git's, and the objects that belong to it. */
export interface RepositoryRow {
  readonly id: string;
  readonly namespace_id: string;
  readonly name: string;
  readonly visibility: "public" | "private";
  readonly description: string;
  /** What becomes of a push whose objects are not all stored. */
  readonly push_policy: "refuse" | "warn" | "off";
  /** Whether it follows another repository, so that nobody pushes to it. */
  readonly is_mirror: number;
  readonly created_at: string;
}

/** The table of repositories: one that says nothing of it is no mirror. */
export interface RepositoryTable extends Omit<RepositoryRow, "is_mirror"> {
  readonly is_mirror: Generated<number>;
}

/** The role of a user in all repositories of a namespace. */
export interface NamespaceMemberRow {
  readonly namespace_id: string;
  readonly user_id: string;
  readonly role: RoleText;
}

/** The role of a user in one repository. */
export interface RepositoryMemberRow {
  readonly repository_id: string;
  readonly user_id: string;
  readonly role: RoleText;
}

/** Users who have roles together. */
export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
}

/** A user in a group. */
export interface GroupMemberRow {
  readonly group_id: string;
  readonly user_id: string;
  /** The sign-in service that says so; `""`: an administrator of the server. */
  readonly provider: string;
}

/** The role of a group's members in all repositories of a namespace. */
export interface NamespaceGroupRow {
  readonly namespace_id: string;
  readonly group_id: string;
  readonly role: RoleText;
}

/** The role of a group's members in one repository. */
export interface RepositoryGroupRow {
  readonly repository_id: string;
  readonly group_id: string;
  readonly role: RoleText;
}

/** A rule by which jobs of another service get tokens for a repository. */
export interface TrustedJobRow {
  readonly repository_id: string;
  readonly name: string;
  /** The user that the jobs are, made for this rule alone. */
  readonly user_id: string;
  readonly issuer: string;
  /** Null: the address of this server. */
  readonly audience: string | null;
  /** A JSON object of the claims that have to be equal. */
  readonly claims: string;
  readonly role: "reader" | "writer";
  readonly created_at: string;
}

/** One thing that was done, or refused. Rows are only added. */
export interface AuditRow {
  /** Sorts by time. */
  readonly id: string;
  readonly at: string;
  /** Null: nobody had signed in. */
  readonly user_name: string | null;
  readonly token_id: string | null;
  /** A verb with its object: `create repository`. */
  readonly action: string;
  /** What it was done to, by name. */
  readonly target: string;
  readonly outcome: "done" | "refused";
  readonly request_id: string;
}

/** An object that a repository holds: it has shown the bytes, and may have them back. */
export interface ClaimRow {
  readonly repository_id: string;
  readonly hash_name: "md5" | "md5-dos2unix";
  readonly oid: string;
  readonly size_bytes: number;
}

/** Work that is to be done about a repository; of each kind at most one. */
export interface JobRow {
  readonly kind: "index" | "fetch";
  readonly repository_id: string;
  /** Not before this time. */
  readonly run_after: string;
  /** Another one each time that the work is asked for, so that what is asked for during the work is not lost. */
  readonly revision: string;
  /** Who does it; null: nobody. */
  readonly held_by: string | null;
  /** When somebody else may take it up. */
  readonly held_until: string | null;
  /** How often it failed since it was done last. */
  readonly failures: number;
}

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

/** What a repository follows, and how that goes. */
export interface MirrorRow {
  readonly repository_id: string;
  /** Without credentials. */
  readonly url: string;
  readonly user_name: string | null;
  /** As the secret box of the data folder gives it; null: there is none. */
  readonly sealed_password: string | null;
  readonly sealed_webhook_secret: string;
  readonly interval_seconds: number;
  readonly attempted_at: string | null;
  readonly fetched_at: string | null;
  /** What went wrong at the last attempt, without secrets; null: nothing. */
  readonly error: string | null;
  /** How many attempts failed since it was fetched last. */
  readonly failures: number;
}
