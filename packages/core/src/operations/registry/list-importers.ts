import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { textField } from "../../base/parse-json.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { pageIn, textIn } from "../../remotes/registry/answer-fields.ts";
import { apiPath, RegistryClient } from "../../remotes/registry/registry-client.ts";
import { registryPlace } from "../../remotes/registry/registry-place.ts";

/** A project that imports data of a repository. */
export interface Importer {
  /** The URL of the project, without credentials. */
  readonly project: string;
  /** Of the data, from the root of the repository. */
  readonly path: string;
  /** What the import follows; undefined: the default branch. */
  readonly rev: string | undefined;
  /** What it is locked to. */
  readonly commit: string;
  /** The user of the server who told of it. */
  readonly user: string;
  /** ISO text in UTC: when it was told the last time. */
  readonly renewedAt: string;
}

/** Which importers are listed. */
export interface ListImportersOptions {
  /** Of the repository on a registry server: `http://host/acme/animals`. */
  readonly url: string;
  /** Only those of this data. Default: of all. */
  readonly path?: string;
}

/**
 * Lists which projects import data of a repository, as they have told its server; in the order of their URLs. Takes a sign-in.
 *
 * @throws NOT_A_REGISTRY, SIGN_IN_REQUIRED, REPOSITORY_UNKNOWN, STORAGE_UNREACHABLE
 */
export async function listImporters(
  { git, findToken }: Pick<ProjectContext, "git" | "findToken">,
  { url, path }: ListImportersOptions,
  { signal }: Pick<RunContext, "signal"> = {},
): Promise<readonly Importer[]> {
  const place = registryPlace(url);
  if (place?.namespace === undefined || place.name === undefined) throw noRepository(url);
  const { serverUrl, namespace, name } = place;
  await using client = new RegistryClient({
    url: serverUrl,
    env: git.env,
    findToken: findToken && (() => findToken(url)),
  });
  const found: Importer[] = [];
  let after: string | undefined;
  do {
    const query = { path, after, limit: 1000 };
    const answer = await client.ask({ path: apiPath("repositories", namespace, name, "imports"), query, signal });
    const page = pageIn(answer);
    found.push(...page.items.map(importerOf));
    after = page.next;
  } while (after !== undefined);
  return found;
}

function importerOf(item: object): Importer {
  return {
    project: textIn(item, "project"),
    path: textIn(item, "path"),
    rev: textField(item, "rev"),
    commit: textIn(item, "commit"),
    user: textIn(item, "user"),
    renewedAt: textIn(item, "renewed_at"),
  };
}

function noRepository(url: string): LodeError {
  const shown = redactUrl(url);
  return new LodeError("NOT_A_REGISTRY", `Cannot ask '${shown}': it is no repository of a registry server`, {
    hint: "Such an address looks like https://host/namespace/name.",
    details: { url: shown },
  });
}
