import { LodeError } from "../../base/lode-error.ts";

/** The variables `http_proxy`, `https_proxy`, `no_proxy`, in lower or upper case. */
export type ProxyEnv = Readonly<Record<string, string | undefined>>;

/**
 * The proxy through which a server is reached; undefined if there is none, or `no_proxy` names the server. A proxy without a
 * scheme is one of HTTP, as for curl and Python.
 *
 * @throws CONFIG_INVALID for what is no proxy of HTTP: requests would go past it
 */
export function proxyFor(server: URL, env: ProxyEnv): URL | undefined {
  const variable = `${server.protocol.slice(0, -1)}_proxy`;
  const text = read(env, variable);
  if (text === "" || isExcluded(server, read(env, "no_proxy"))) return undefined;
  const proxy = URL.parse(text.includes("://") ? text : `http://${text}`);
  if (proxy?.protocol === "http:" || proxy?.protocol === "https:") return proxy;
  throw new LodeError("CONFIG_INVALID", `Cannot use the proxy of the variable ${variable}: it is no proxy of HTTP`, {
    hint: "Such a proxy looks like http://host:port, where it wants a login with `user:password@` before the host; `no_proxy` names servers that are reached without one.",
    details: { variable },
  });
}

function read(env: ProxyEnv, variable: string): string {
  return env[variable] || env[variable.toUpperCase()] || "";
}

/** As in Python and curl, a name stands for all names that end in it, too; `*` for all servers. */
function isExcluded({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  const hosts = [host, `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`];
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .map((entry) => entry.replace(/^\*?\./, ""))
    .some(
      (name) => name === "*" || (name !== "" && hosts.some((known) => known === name || known.endsWith(`.${name}`))),
    );
}
