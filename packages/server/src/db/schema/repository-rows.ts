import type { Generated } from "kysely";

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

/** An object that a repository holds: it has shown the bytes, and may have them back. */
export interface ClaimRow {
  readonly repository_id: string;
  readonly hash_name: "md5" | "md5-dos2unix";
  readonly oid: string;
  readonly size_bytes: number;
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
