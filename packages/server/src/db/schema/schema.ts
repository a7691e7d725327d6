import type {
  AuditRow,
  GroupMemberRow,
  GroupRow,
  IdentityRow,
  PasswordRow,
  SignInRow,
  TokenRow,
  UserRow,
} from "./account-rows.ts";
import type {
  CommitTagRow,
  DatasetRow,
  ImportRow,
  IndexedCommitRow,
  KeptSnapshotRow,
  NotedRevisionRow,
  SearchRow,
  VersionRow,
} from "./catalogue-rows.ts";
import type { JobRow } from "./job-rows.ts";
import type { ClaimRow, MirrorRow, NamespaceRow, RepositoryTable } from "./repository-rows.ts";
import type {
  NamespaceGroupRow,
  NamespaceMemberRow,
  RepositoryGroupRow,
  RepositoryMemberRow,
  TrustedJobRow,
} from "./role-rows.ts";

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
  readonly commit_tags: CommitTagRow;
  readonly kept_snapshots: KeptSnapshotRow;
  readonly noted_revisions: NotedRevisionRow;
  readonly search_index: SearchRow;
  readonly imports: ImportRow;
  readonly mirrors: MirrorRow;
}
