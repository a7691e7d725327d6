import { LodeError } from "../../base/lode-error.ts";
import { redactCredentials } from "../redact-credentials.ts";
import { parseGitUrl } from "./git-url.ts";

/** A host that is no short name of one user's own, which others would not know and browsers could take for a program. */
const WITH_HOST = /^(?:[a-z0-9+.-]+:\/\/|[^/:@]+@[^/:]+:|[^/:]+\.[^/:]+:)/i;

/**
 * The address of a repository as others may see it: without credentials, and only if others could reach it.
 *
 * @throws SOURCE_URL_REFUSED for folders of this machine and short names of hosts, and as parseGitUrl does
 */
export function publicGitUrl(url: string): string {
  const { clean } = parseGitUrl(url);
  if (WITH_HOST.test(clean) && !/^file:/i.test(clean)) return redactCredentials(clean);
  throw new LodeError(
    "SOURCE_URL_REFUSED",
    `Cannot tell others of "${clean}": it means something on one machine only`,
    {
      details: { url: clean },
    },
  );
}
