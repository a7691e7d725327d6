import { hash, randomBytes } from "node:crypto";

/** Digest access authentication as RFC 7616 describes it, for one server. */
export class DigestAuth {
  readonly #user: string;
  readonly #password: string;
  #challenge: ReadonlyMap<string, string> | undefined;
  #count = 0;

  constructor({ user, password }: { readonly user: string; readonly password: string }) {
    this.#user = user;
    this.#password = password;
  }

  /**
   * Takes the challenge of an answer.
   *
   * @returns whether a request is worth another attempt: the challenge is new, and one that can be answered
   */
  accept(header: string | undefined): boolean {
    const challenge = parseChallenge(header ?? "");
    const isNew = challenge?.get("nonce") !== this.#challenge?.get("nonce");
    if (challenge === undefined || !isNew || algorithmOf(challenge) === undefined) return false;
    this.#challenge = challenge;
    this.#count = 0;
    return true;
  }

  /** The header `Authorization` of a request; undefined while there is no challenge. */
  authorize(method: string, url: URL): string | undefined {
    const challenge = this.#challenge;
    const algorithm = challenge && algorithmOf(challenge);
    if (challenge === undefined || algorithm === undefined) return undefined;
    const digest = (text: string): string => hash(algorithm.hash, text, "hex");
    const nonce = challenge.get("nonce") ?? "";
    const realm = challenge.get("realm") ?? "";
    const uri = `${url.pathname}${url.search}`;
    const count = (++this.#count).toString(16).padStart(8, "0");
    const cnonce = randomBytes(12).toString("hex");
    const secret = digest(`${this.#user}:${realm}:${this.#password}`);
    const ha1 = algorithm.session ? digest(`${secret}:${nonce}:${cnonce}`) : secret;
    const ha2 = digest(`${method}:${uri}`);
    const isQualified = (challenge.get("qop") ?? "").split(",").some((word) => word.trim() === "auth");
    const middle = isQualified ? `${nonce}:${count}:${cnonce}:auth` : nonce;
    const opaque = challenge.get("opaque");
    const fields = [
      `username="${this.#user.replace(/["\\]/g, "\\$&")}"`,
      `realm="${realm}"`,
      `nonce="${nonce}"`,
      `uri="${uri}"`,
      `algorithm=${algorithm.name}`,
      `response="${digest(`${ha1}:${middle}:${ha2}`)}"`,
      ...(isQualified ? ["qop=auth", `nc=${count}`, `cnonce="${cnonce}"`] : []),
      ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
    ];
    return `Digest ${fields.join(", ")}`;
  }
}

function parseChallenge(header: string): ReadonlyMap<string, string> | undefined {
  const text = /(?:^|,\s*)Digest\s+(.*)$/is.exec(header)?.[1];
  if (text === undefined) return undefined;
  const fields = text.matchAll(/([A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g);
  return new Map([...fields].map(([, name = "", quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? ""]));
}

function algorithmOf(
  challenge: ReadonlyMap<string, string>,
): { readonly name: string; readonly hash: string; readonly session: boolean } | undefined {
  const name = challenge.get("algorithm") ?? "MD5";
  const base = name.toUpperCase().replace(/-SESS$/, "");
  const hashName = base === "MD5" ? "md5" : base === "SHA-256" ? "sha256" : undefined;
  return hashName && { name, hash: hashName, session: /-sess$/i.test(name) };
}
