import { hash, randomBytes } from "node:crypto";
import { reveal, type Secret } from "../secret.ts";
import type { HttpAuth, HttpHeaders } from "./http-credentials.ts";

/** Digest access authentication as RFC 7616 describes it, for one server. */
export class DigestAuth implements HttpAuth {
  readonly #user: string;
  readonly #password: Secret;
  #challenge: ReadonlyMap<string, string> | undefined;
  #count = 0;

  constructor({ user, password }: { readonly user: string; readonly password: Secret }) {
    this.#user = user;
    this.#password = password;
  }

  /** The challenge must be new, and one that can be answered. */
  async renew(header: string | undefined): Promise<boolean> {
    const challenge = parseChallenge(header ?? "");
    const isNew = challenge?.get("nonce") !== this.#challenge?.get("nonce");
    if (challenge === undefined || !isNew || algorithmOf(challenge) === undefined) return false;
    this.#challenge = challenge;
    this.#count = 0;
    return true;
  }

  /** None while there is no challenge. */
  async headers({ method, url }: { readonly method: string; readonly url: URL }): Promise<HttpHeaders> {
    const challenge = this.#challenge;
    const algorithm = challenge && algorithmOf(challenge);
    if (challenge === undefined || algorithm === undefined) return {};
    const password = await reveal(this.#password);
    const digest = (text: string): string => hash(algorithm.hash, text, "hex");
    const nonce = challenge.get("nonce") ?? "";
    const realm = challenge.get("realm") ?? "";
    const uri = `${url.pathname}${url.search}`;
    const count = (++this.#count).toString(16).padStart(8, "0");
    const cnonce = randomBytes(12).toString("hex");
    const secret = digest(`${this.#user}:${realm}:${password}`);
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
    return { authorization: `Digest ${fields.join(", ")}` };
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
