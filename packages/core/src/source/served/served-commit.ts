import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { openTreeOf } from "../../git/tree/git-tree.ts";
import { SERVED_REV_PATTERN } from "../../remotes/batch/served-rev.ts";
import type { CommitTrees } from "../commit-trees.ts";
import type { SourceSpec } from "../source-context.ts";
import type { RegistryServer } from "./registry-server.ts";

/** The commit that a revision is on a registry server, with its trees. */
export interface ServedCommit extends CommitTrees {
  readonly commit: string;
}

const SERVED_REV = new RegExp(SERVED_REV_PATTERN, "u");

/** Says whether a revision can be asked of a server. Searches, such as `:/text`, are for git. */
export function isServedRev(rev: string | undefined): boolean {
  return rev === undefined || SERVED_REV.test(rev);
}

/** Loads a commit of a server. @throws REVISION_UNKNOWN, BATCH_INVALID, SOURCE_UNREACHABLE */
export async function openServedCommit(
  { objects, address }: RegistryServer,
  { rev }: SourceSpec,
  signal: AbortSignal | undefined,
): Promise<ServedCommit> {
  try {
    const commit = await loadNamed((name) => objects.load(name, signal), rev);
    const data = await openTreeOf(objects, commit, { links: "text" });
    const linked = await openTreeOf(objects, commit, {});
    return { commit, data, linked, [Symbol.asyncDispose]: () => objects[Symbol.asyncDispose]() };
  } catch (error) {
    if (!isLodeError(error, "STORAGE_UNREACHABLE", "STORAGE_DENIED", "STORAGE_REJECTED")) throw error;
    throw serverFailed(address, error);
  }
}

/** Users may write branches as a clone has them, `origin/main`. */
async function loadNamed(load: (rev: string | undefined) => Promise<string>, rev: string | undefined): Promise<string> {
  try {
    return await load(rev);
  } catch (error) {
    if (!isLodeError(error, "REVISION_UNKNOWN") || rev?.startsWith("origin/") !== true) throw error;
    return await load(rev.slice("origin/".length));
  }
}

function serverFailed(address: string, cause: LodeError): LodeError {
  return new LodeError("SOURCE_UNREACHABLE", `Cannot reach the repository "${address}": ${cause.message}`, {
    hint: "Try again later; what has arrived stays.",
    details: { ...cause.details, url: address },
    cause,
  });
}

/** The error for a repository that neither its server nor git lets the user see. */
export function signInNeeded(url: string, cause: LodeError): LodeError {
  const shown = redactUrl(url);
  return new LodeError("SOURCE_UNREACHABLE", `Cannot open the repository "${shown}": its server asks who you are`, {
    hint: `Sign in: \`lode login ${new URL(url).origin}\`; in scripts, put a token into LODE_TOKEN, and the URL into LODE_TOKEN_URL.`,
    details: { ...cause.details, url: shown },
    // A server that asks who somebody is needs no git.
    ...(cause.code !== "GIT_MISSING" && { cause }),
  });
}

/** The error for a repository that no registry server has, where git is missing. */
export function cloneNeeded(url: string, cause: LodeError): LodeError {
  const shown = redactUrl(url);
  return new LodeError(
    "GIT_MISSING",
    `Cannot open the repository "${shown}": it has to be cloned, and there is no git`,
    {
      hint: "If it is on a registry server, check the address, such as https://data.example.org/acme/animals, and whether the server runs; else install git, see https://git-scm.com/downloads",
      details: { url: shown },
      cause,
    },
  );
}
