import { createHash } from "node:crypto";
import {
  type AnnotatedTag,
  allRefsState,
  type GitRef,
  type GitRepo,
  listAnnotatedTags,
  listBranches,
  listTags,
} from "@lode/core/engine";
import { Recent } from "../jobs/recent.ts";
import type { GitHost } from "./git-host.ts";
import { hostedRepo } from "./hosted-repository.ts";

/** How many branches and tags are kept: some 20 MB of each kind. */
const KEPT_MAX = 50_000;

/** The lists of branches and tags of repositories. */
export interface References {
  readonly branches: ReferenceList<GitRef>;
  readonly tags: ReferenceList<GitRef>;
  readonly annotatedTags: ReferenceList<AnnotatedTag>;
}

/** Makes the lists of the repositories of a host. */
export function referencesOf(git: GitHost): References {
  return {
    branches: new ReferenceList(git, listBranches),
    tags: new ReferenceList(git, listTags),
    annotatedTags: new ReferenceList(git, listAnnotatedTags),
  };
}

interface Listed<Ref> {
  readonly refs: readonly Ref[];
  /** Of the references when git had listed them; undefined: the list may be another one the next time. */
  readonly stateAfter: string | undefined;
}

/** What git lists of repositories, kept as long as their references are the same (see allRefsState), whoever has pushed. */
export class ReferenceList<Ref> {
  readonly #git: GitHost;
  readonly #list: (repo: GitRepo) => Promise<readonly Ref[]>;
  readonly #known = new Recent<Listed<Ref>>(KEPT_MAX, ({ refs }) => refs.length);

  constructor(git: GitHost, list: (repo: GitRepo) => Promise<readonly Ref[]>) {
    this.#git = git;
    this.#list = list;
  }

  /** The list of a repository, as git gives it. */
  async of(repositoryId: string): Promise<readonly Ref[]> {
    const repo = hostedRepo(this.#git, repositoryId);
    const ask = () => this.#git.reading.run(() => this.#list(repo));
    const state = await allRefsState(repo);
    if (state === undefined) return await ask();
    const key = `${repositoryId} ${createHash("sha256").update(state).digest("base64url")}`;
    const found = await this.#known.get(key, async () => ({ refs: await ask(), stateAfter: await allRefsState(repo) }));
    if (found.stateAfter !== state) this.#known.forget(key);
    return found.refs;
  }
}
