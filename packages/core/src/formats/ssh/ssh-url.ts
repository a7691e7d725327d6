/** What a URL `ssh://user:password@host:port/path` says. */
export interface SshUrl {
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number | undefined;
  /** As it is written, without a slash at the end: a `%` stands for itself. `""` is the user's home folder. */
  readonly path: string;
}

const FORM = /^ssh:\/\/(?:([^/@]*)@)?(\[[^\]/]+\]|[^/:@[\]]+)(?::(\d{0,5}))?(\/.*)?$/is;

/** Parses such a URL; undefined if it is none. */
export function parseSshUrl(url: string): SshUrl | undefined {
  const [matched, login, host = "", port = "", path = ""] = FORM.exec(url) ?? [];
  if (matched === undefined || Number(port) > 65535) return undefined;
  const [user = "", ...password] = (login ?? "").split(":");
  return {
    user: user === "" ? undefined : decoded(user),
    password: password.length === 0 ? undefined : decoded(password.join(":")),
    host: host.replace(/^\[|\]$/g, ""),
    port: port === "" ? undefined : Number(port),
    path: path.replace(/\/+$/, "") || path.slice(0, 1),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
