import type { SignInPlace } from "./sign-in.ts";

/** Behind it in the paths of the API stands a repository. */
const API_PREFIX = "/api/v1/repositories/";

/**
 * Tells which server a URL belongs to, and the repository that its path begins with, if it does: `/acme/animals.git`,
 * `/acme/animals/dvc`, `/api/v1/repositories/acme/animals`. A user and password in the URL do not matter.
 *
 * @returns undefined if it is not the URL of a web server
 */
export function serverPlace(text: string): SignInPlace | undefined {
  const url = URL.parse(text);
  if (url === null || url.hostname === "" || (url.protocol !== "http:" && url.protocol !== "https:")) return undefined;
  return { server: url.origin, repository: repositoryOf(url.pathname) };
}

function repositoryOf(path: string): string | undefined {
  const rest = path.startsWith(API_PREFIX) ? path.slice(API_PREFIX.length) : path.slice(1);
  const [namespace = "", name = ""] = rest.split("/");
  if (namespace === "" || name === "" || namespace === "api") return undefined;
  return `${namespace}/${name.replace(/\.git$/, "")}`;
}
