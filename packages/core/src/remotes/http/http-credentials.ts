import type { Secret } from "../secret.ts";

/** What a request carries to be let in. */
export type HttpCredentials =
  | { readonly kind: "none" }
  | { readonly kind: "basic" | "digest"; readonly user: string; readonly password: Secret }
  | { readonly kind: "header"; readonly name: string; readonly value: Secret }
  /** `fetch` gives a token, and another one when the server does not take the last any more. */
  | { readonly kind: "bearer"; readonly fetch: () => Promise<string> };

/** Headers by name. */
export type HttpHeaders = Readonly<Record<string, string>>;

/** Signs requests to one server. */
export interface HttpAuth {
  /** The headers of a request. @throws what asking for the secret throws */
  headers(request: { readonly method: string; readonly url: URL }): Promise<HttpHeaders>;
  /**
   * Takes the challenge of an answer 401.
   *
   * @param sent the headers that the request had
   * @returns whether the request is worth another attempt
   */
  renew(challenge: string | undefined, sent: HttpHeaders): Promise<boolean>;
}
