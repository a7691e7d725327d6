import { isLodeError } from "../../base/lode-error.ts";
import type { GitRepo } from "../../git/git-repo.ts";
import type { AnnotatedTag } from "../../git/list-annotated-tags.ts";
import type { GitRef } from "../../git/list-refs.ts";
import { openTreeOf } from "../../git/tree/git-tree.ts";
import type { ServedTag } from "../../remotes/batch/served-tags.ts";
import { defaultRetries, retryPassing } from "../../remotes/retry-passing.ts";
import type { SourceHistory } from "../source-history.ts";
import type { RegistryServer } from "./registry-server.ts";

/**
 * The history of a repository of a registry server.
 *
 * @param clone makes what git itself works on, when it is first needed
 */
export function servedHistory(
  { client, objects }: RegistryServer,
  clone: () => Promise<GitRepo>,
  signal: AbortSignal | undefined,
): SourceHistory {
  let asked: Promise<readonly ServedTag[]> | undefined;
  let cloned: Promise<GitRepo> | undefined;
  const tags = (): Promise<readonly ServedTag[]> => {
    asked ??= retryPassing(() => client.tags(signal), defaultRetries, signal);
    return asked;
  };
  return {
    tags: async () => (await tags()).map(({ name, commit, timeMs }): GitRef => ({ name, commit, timeMs })),
    annotatedTags: async () => (await tags()).flatMap(annotated),
    async pathOid(commit, path) {
      try {
        const tree = await openTreeOf(objects, commit, { links: "text" });
        return (await tree.lookup(path))?.oid;
      } catch (error) {
        if (isLodeError(error, "REVISION_UNKNOWN")) return undefined;
        throw error;
      }
    },
    repo() {
      cloned ??= clone();
      return cloned;
    },
  };
}

function annotated({ name, commit, timeMs, annotation }: ServedTag): readonly AnnotatedTag[] {
  if (annotation === undefined) return [];
  const { id, tagger, subject } = annotation;
  return [{ name, oid: id, commit, timeMs, tagger, subject }];
}
