/**
 * The tables, as queries see them. Times are ISO texts in UTC, which sort as they follow one another; ids are random
 * texts; truth is 0 or 1: all of it is the same in SQLite and PostgreSQL.
 */
export interface Schema {
  readonly users: UserRow;
  readonly tokens: TokenRow;
}

/** Somebody, or a program, that can sign in. */
export interface UserRow {
  readonly id: string;
  readonly name: string;
  /** Whether the user may do everything on this server. */
  readonly is_administrator: number;
  readonly created_at: string;
}

/** A secret with which a user signs in. */
export interface TokenRow {
  readonly id: string;
  readonly user_id: string;
  /** What the owner calls it. */
  readonly label: string;
  /** SHA-256 of the secret, hexadecimal. */
  readonly secret_hash: string;
  /** Null: it does not end. */
  readonly expires_at: string | null;
  readonly created_at: string;
}
