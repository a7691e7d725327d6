import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { fieldOf, textField } from "../../base/parse-json.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { surroundings } from "../../project/open-remote.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { pageIn, textIn } from "../../remotes/registry/answer-fields.ts";
import { RegistryClient } from "../../remotes/registry/registry-client.ts";
import { registryPlace } from "../../remotes/registry/registry-place.ts";

/** What is looked for, and where. */
export interface SearchOptions {
  /** Of a registry server, of a namespace on it, `http://host/acme`, or of a repository, `http://host/acme/animals`. */
  readonly url: string;
  /** All have to be there; the last letters of each may be left out. */
  readonly words: readonly string[];
  /** How much is listed at most; `Infinity`: all. Default: 20. */
  readonly limit?: number;
}

/** What was found. */
export interface SearchResult {
  /** The best first. */
  readonly hits: readonly SearchHit[];
  /** Whether the server has more than the limit let through. */
  readonly hasMore: boolean;
}

/** A repository or dataset that was found. */
export interface SearchHit {
  /** `namespace/name`. */
  readonly repository: string;
  /** Of the dataset in it; null: it is the repository itself. */
  readonly path: string | null;
  readonly description: string;
  /** The names of the artifacts that the dataset is; an older server tells none. */
  readonly artifacts: readonly string[];
  /** Part of the text in which the words were found, cut at the words: those that were found, and what is between. */
  readonly snippet: readonly SnippetPart[];
}

/** A piece of a text. */
export interface SnippetPart {
  readonly text: string;
  readonly found: boolean;
}

const LIMIT = 20;
/** The longest that servers give. */
const PAGE = 100;

/**
 * Looks for data on a registry server, among what the user may see. Servers give pages of a hundred; as many as the limit
 * takes are asked for, one after another.
 *
 * @throws NOT_A_REGISTRY, TOKEN_INVALID, STORAGE_UNREACHABLE
 */
export async function searchRegistry(
  context: ProjectContext,
  { url, words, limit = LIMIT }: SearchOptions,
  { signal }: Pick<RunContext, "signal"> = {},
): Promise<SearchResult> {
  const place = registryPlace(url);
  if (place === undefined) throw notAServer(url);
  const { serverUrl, namespace, name } = place;
  await using client = new RegistryClient({ url: serverUrl, ...surroundings(context) });
  const hits: SearchHit[] = [];
  let after: string | undefined;
  do {
    const query = { q: words.join(" "), namespace, name, after, limit: Math.min(limit - hits.length, PAGE) };
    const page = pageIn(await client.ask({ path: "search", query, signal }));
    hits.push(...page.items.map(hitOf));
    after = page.next;
  } while (after !== undefined && hits.length < limit);
  return { hits, hasMore: after !== undefined };
}

function hitOf(item: object): SearchHit {
  const path = textIn(item, "path");
  const [artifacts, snippet] = [fieldOf(item, "artifacts"), fieldOf(item, "snippet")];
  return {
    repository: `${textIn(item, "namespace")}/${textIn(item, "name")}`,
    path: path === "" ? null : path,
    description: textIn(item, "description"),
    artifacts: Array.isArray(artifacts) ? artifacts.filter((name) => typeof name === "string") : [],
    snippet: Array.isArray(snippet) ? snippet.map(partOf) : [],
  };
}

function partOf(part: unknown): SnippetPart {
  return { text: textField(part, "text") ?? "", found: fieldOf(part, "found") === true };
}

function notAServer(url: string): LodeError {
  const shown = redactUrl(url);
  return new LodeError("NOT_A_REGISTRY", `Cannot search '${shown}': it is not the address of a registry server`, {
    hint: "Such an address looks like https://host, https://host/namespace or https://host/namespace/name.",
    details: { url: shown },
  });
}
