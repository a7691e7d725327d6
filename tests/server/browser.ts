/** A page, or what stands for one. */
export interface Visit {
  readonly status: number;
  readonly url: string;
  readonly text: string;
}

/** A browser as far as signing in goes: cookies, redirects, forms; no scripts. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  /** Every address that it was sent to, in order. */
  readonly visited: string[] = [];

  /** Opens an address and follows redirects, until one leads to what `stopAt` says. */
  async open(url: string, { stopAt, ...init }: RequestInit & { readonly stopAt?: string } = {}): Promise<Visit> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    this.visited.push(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { ...init, redirect: "manual", headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location === null) return { status: answer.status, url, text: await answer.text() };
    const next = new URL(location, url).href;
    if (stopAt !== undefined && next.startsWith(stopAt)) return { status: answer.status, url: next, text: "" };
    return await this.open(next, { ...(stopAt !== undefined && { stopAt }) });
  }

  /** Sends the form of a page, with its hidden fields and these. */
  async submit(page: Visit, fields: Readonly<Record<string, string>> = {}, stopAt?: string): Promise<Visit> {
    const action = /<form[^>]*action="([^"]*)"/.exec(page.text)?.[1];
    const hidden = [...page.text.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)];
    const given = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
    const body = new URLSearchParams({ ...given, ...fields });
    const url = action === undefined ? page.url : new URL(action, page.url).href;
    return await this.open(url, { method: "POST", body, ...(stopAt !== undefined && { stopAt }) });
  }
}
