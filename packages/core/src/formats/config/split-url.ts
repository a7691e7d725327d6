/** The parts of a URL that decide which storage it is on. */
export interface UrlParts {
  /** In lower case; empty if there is none. */
  readonly scheme: string;
  /** What stands between `//` and the next `/`, `?` or `#`; empty if there is no `//`. */
  readonly host: string;
  /** What follows the host, up to `?` or `#`. */
  readonly path: string;
}

/**
 * Splits a URL as Python's `urlparse` does: a scheme is letters, digits and `+-.` before the first colon. Undefined if
 * the brackets of an IPv6 host do not match.
 */
export function splitUrl(url: string): UrlParts | undefined {
  const text = url.replace(/^[\0-\x20]+/, "").replace(/[\t\r\n]/g, "");
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)?.[1] ?? "";
  const rest = scheme === "" ? text : text.slice(scheme.length + 1);
  const host = /^\/\/([^/?#]*)/.exec(rest)?.[1];
  if (host?.includes("[") !== host?.includes("]")) return undefined;
  const path = /^[^?#]*/.exec(host === undefined ? rest : rest.slice(host.length + 2))?.[0] ?? "";
  return { scheme: scheme.toLowerCase(), host: host ?? "", path };
}
