import type { RoleText } from "./role-rows.ts";

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
