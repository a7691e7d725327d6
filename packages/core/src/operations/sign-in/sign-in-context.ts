import type { GitContext } from "../../git/git-context.ts";

/** Where the user's sign-ins are, and how servers and git are reached. */
export interface SignInContext {
  /** Absolute path of the file of sign-ins. */
  readonly signInFile: string;
  /** A token that the caller was given for one run. Default: none. */
  readonly givenToken?: GivenToken | undefined;
  /** The environment: for git, and for proxies. */
  readonly git: GitContext;
  /** True: nothing may use the network. Default: false. */
  readonly offline?: boolean;
}

/** A token that is in no file. */
export interface GivenToken {
  readonly token: string;
  /** The server, or the repository of one, that it is for; undefined: nobody said, so that it is sent nowhere. */
  readonly url: string | undefined;
}
