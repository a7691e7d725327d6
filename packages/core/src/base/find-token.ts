/** Gives the token with which the user has signed in to the server of a URL; undefined if there is none for it. */
export type FindToken = (url: string) => string | undefined;
