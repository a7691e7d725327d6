import type { HttpAuth, HttpHeaders } from "./http-credentials.ts";

/** Signs with a token that is fetched when it is first needed, and again once the server does not take it any more. */
export class BearerAuth implements HttpAuth {
  readonly #fetch: () => Promise<string>;
  #token: Promise<string> | undefined;

  constructor(fetch: () => Promise<string>) {
    this.#fetch = fetch;
  }

  async headers(): Promise<HttpHeaders> {
    this.#token ??= this.#fetch();
    return { authorization: bearer(await this.#token) };
  }

  /** Many requests fail at once when a token ends; the first of them fetches the next. */
  async renew(_challenge: string | undefined, sent: HttpHeaders): Promise<boolean> {
    const current = this.#token === undefined ? undefined : bearer(await this.#token);
    if (sent.authorization === current) this.#token = this.#fetch();
    await this.#token;
    return true;
  }
}

function bearer(token: string): string {
  return `Bearer ${token}`;
}
