import { isAbsolute, resolve } from "node:path";
import { isLodeError, LodeError } from "../base/lode-error.ts";
import { DiskTree } from "../fs/disk-tree.ts";
import { isDirectory } from "../fs/is-directory.ts";
import { findGitRepo, openLocalRepo } from "../git/find-git-repo.ts";
import type { GitRepo } from "../git/git-repo.ts";
import { headCommit, resolveRevision } from "../git/resolve-revision.ts";
import { findProjectRoot } from "../project/find-root.ts";
import { openCommitTrees } from "./commit-trees.ts";
import { makeSource } from "./make-source.ts";
import { openRemoteSource } from "./open-remote-source.ts";
import { outputManifest } from "./output-manifest.ts";
import type { Source, SourceServices } from "./source.ts";
import type { SourceContext, SourceSpec } from "./source-context.ts";
import { sourceChildren, sourceEntry } from "./source-entry.ts";
import { repoHistory } from "./source-history.ts";

/**
 * Opens another repository. A path of this machine is opened in place: without a revision its work tree, with what is
 * not committed. Anything else is a Git URL, kept as a mirror in the user's cache folder.
 *
 * @throws SOURCE_UNREACHABLE, SOURCE_URL_REFUSED, REVISION_UNKNOWN, OFFLINE, GIT_REPO_MISSING
 */
export async function openRevision(spec: SourceSpec, source: SourceContext): Promise<Source> {
  const path = resolve(source.context.cwd, spec.url);
  if (!isDirectory(path)) {
    if (isRelative(spec.url)) throw noSuchFolder(spec.url, path);
    return openRemoteSource({ spec, source, services });
  }
  const root = await localRoot(path, source);
  const repo = await openLocalRepo(path, source.context.git);
  if (spec.rev === undefined && root !== undefined) return openWorkTree({ spec, source }, root, repo);
  if (repo === undefined) {
    if (spec.rev === undefined) return openWorkTree({ spec, source }, path, undefined);
    throw new LodeError("GIT_REPO_MISSING", `Cannot open "${spec.url}" at a revision: it is not in a Git repository`, {
      hint: "Leave out the revision to take what is there.",
      details: { url: spec.url },
    });
  }
  return openCommit({ spec, source }, repo, repo.workTree ?? repo.gitDir);
}

/** Every Git URL has a colon: after its scheme, or before its path. */
function isRelative(url: string): boolean {
  return /^[^-]/.test(url) && !url.includes(":") && !isAbsolute(url);
}

function noSuchFolder(url: string, path: string): LodeError {
  return new LodeError("SOURCE_UNREACHABLE", `Cannot open the repository "${url}": there is no folder "${path}"`, {
    hint: "A relative path starts at the current folder: change to the one that it was meant for.",
    details: { url, path },
  });
}

const services: SourceServices = {
  open: openRevision,
  readManifest: outputManifest,
  kindOf: async (source, path) => (await sourceEntry(source, path))?.kind,
  childKinds: async (source, dir) => {
    const children = await sourceChildren(source, dir);
    return children && new Map(Array.from(children, ([name, { kind }]) => [name, kind]));
  },
};

interface Request {
  readonly spec: SourceSpec;
  readonly source: SourceContext;
}

/** The root of the project around a folder, or of its work tree; undefined for a bare repository. */
async function localRoot(path: string, { context }: SourceContext): Promise<string | undefined> {
  try {
    return await findProjectRoot(path);
  } catch (error) {
    if (!isLodeError(error, "NOT_A_PROJECT")) throw error;
    return (await findGitRepo(path, { ...context.git, searchParents: true }))?.workTree;
  }
}

async function openWorkTree({ spec, source }: Request, rootDir: string, repo: GitRepo | undefined): Promise<Source> {
  const commit = repo === undefined ? undefined : await headCommit(repo);
  const tree = new DiskTree(rootDir);
  const place = {
    spec,
    source,
    tree,
    commit: undefined,
    rootDir,
    isLocal: true,
    next: new Map(),
    services,
  };
  return makeSource(place, { tree, commit, history: repo && repoHistory(repo), dispose: async () => undefined });
}

async function openCommit({ spec, source }: Request, repo: GitRepo, rootDir: string): Promise<Source> {
  const commit = await resolveRevision(repo, spec.rev ?? "HEAD");
  const trees = await openCommitTrees(repo, commit);
  const place = { spec, source, tree: trees.linked, commit, rootDir, isLocal: true, next: new Map(), services };
  const history = repoHistory(repo);
  return makeSource(place, { tree: trees.data, commit, history, dispose: () => trees[Symbol.asyncDispose]() });
}
