/** A role as it is stored; accounts/role.ts says what each may do. */
export type RoleText = "reader" | "writer" | "maintainer" | "administrator";

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
