import type { Role } from "./role.ts";

/** Who makes a request. */
export interface Caller {
  /** Undefined: nobody has signed in. */
  readonly user: SignedInUser | undefined;
  /** Of the request, for the audit log. */
  readonly requestId: string;
}

/** A user who has signed in with a token. */
export interface SignedInUser {
  readonly id: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly token: CallerToken;
}

/** The token of a request, and what it limits its bearer to. */
export interface CallerToken {
  readonly id: string;
  readonly scope: Role;
  /** The only repository that it is good for; undefined: any. */
  readonly repositoryId: string | undefined;
  readonly expiresAt: string | undefined;
}
