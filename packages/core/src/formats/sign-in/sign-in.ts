/** That a user has signed in to a registry server. */
export interface SignIn {
  /** Scheme, host and port of the server, as in `https://data.example.org`. */
  readonly server: string;
  /** The only repository that the token is good for, such as `acme/animals`; undefined: all. */
  readonly repository: string | undefined;
  /** The user's name at the server. */
  readonly user: string;
  readonly token: string;
  /** The strongest role that the token gives; undefined if the server did not say. */
  readonly scope: string | undefined;
  /** ISO text in UTC; undefined: it does not end, or the server did not say. */
  readonly expiresAt: string | undefined;
}

/** For which requests a sign-in is: the server, and the repository if it is for one only. */
export type SignInPlace = Pick<SignIn, "server" | "repository">;

/** The address of a place, by which git's configuration and people name it. */
export function placeUrl({ server, repository }: SignInPlace): string {
  return repository === undefined ? server : `${server}/${repository}`;
}

/** Says whether two places are the same. */
export function isSamePlace(one: SignInPlace, other: SignInPlace): boolean {
  return one.server === other.server && one.repository === other.repository;
}
