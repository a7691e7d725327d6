/** Where a registry's database is. */
export type DatabasePlace =
  /** A file of this machine, which one server uses. */
  | { readonly kind: "sqlite"; readonly path: string }
  /** A database of a PostgreSQL server, which replicas share. */
  | PostgresPlace;

/** A database of a PostgreSQL server. */
export interface PostgresPlace {
  readonly kind: "postgres";
  /** `postgres://user@host:port/name?sslmode=…`; it may hold the password, and is never shown as it is. */
  readonly url: string;
  /** Default: the one in the URL, or what PostgreSQL's own clients would take. */
  readonly password?: string | undefined;
}

/** A place in words, without the password. */
export function describePlace(place: DatabasePlace): string {
  if (place.kind === "sqlite") return place.path;
  const { protocol, username, host, pathname } = new URL(place.url);
  return `${protocol}//${username === "" ? "" : `${username}@`}${host}${pathname}`;
}
