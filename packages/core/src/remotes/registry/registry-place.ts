import { parseHttpUrl } from "../http/parse-http-url.ts";

/** What an address is if a registry server answers there. */
export interface RegistryPlace {
  /** Of the server itself, with the credentials of the address. */
  readonly serverUrl: string;
  /** Undefined: the address is the server's. */
  readonly namespace: string | undefined;
  /** Undefined: the address is the server's, or a namespace's. */
  readonly name: string | undefined;
}

/**
 * Reads the address of a server, `http://host`, of a namespace, `http://host/acme`, or of a repository,
 * `http://host/acme/animals`, with `.git` behind it or without. Whether a server answers there, nobody knows yet.
 *
 * @returns undefined if it is no web address, or a longer one
 */
export function registryPlace(url: string): RegistryPlace | undefined {
  if (!/^https?:\/\//i.test(url) || URL.parse(url) === null) return undefined;
  const parsed = parseHttpUrl(url);
  const [namespace, name, ...more] = parsed.pathname.split("/").filter(Boolean);
  if (more.length > 0 || parsed.search !== "") return undefined;
  const server = new URL(parsed);
  server.pathname = "/";
  server.hash = "";
  return { serverUrl: server.href, namespace, name: name?.replace(/\.git$/, "") };
}
