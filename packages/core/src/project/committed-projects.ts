import { join } from "node:path";
import type { FileTree } from "../base/file-tree.ts";
import { subTree } from "../base/sub-tree.ts";
import type { GitRepo } from "../git/git-repo.ts";
import type { GitReaders } from "../git/tree/git-readers.ts";
import { openGitTree } from "../git/tree/git-tree.ts";
import { DVC_DIR } from "./find-root.ts";
import { loadConfig } from "./load-config.ts";
import type { Project } from "./project.ts";
import { projectCache } from "./project-cache.ts";
import type { ProjectContext } from "./project-context.ts";

/** A project of a commit, with the folder that it is in. */
export interface CommittedProject {
  readonly project: Project;
  /** From the root of the repository; `""` is the root itself. */
  readonly prefix: string;
}

/**
 * Opens every project that a commit holds, the one of the root and those of folders, in the order of their folders. The
 * repository needs no work tree; of the configuration only that of the commit and of the context's folders counts.
 *
 * @param commit a full commit id
 * @param readers disposed by the caller, when the projects are used no more
 * @throws REVISION_UNKNOWN, CONFIG_INVALID
 */
export async function committedProjects(
  { repo, context }: { readonly repo: GitRepo; readonly context: ProjectContext },
  commit: string,
  readers: GitReaders,
): Promise<readonly CommittedProject[]> {
  const tree = await openGitTree(repo, commit, { readers });
  const found: CommittedProject[] = [];
  for await (const prefix of foldersWithProject(tree, "")) {
    const files = subTree(tree, prefix);
    const rootDir = join(repo.gitDir, prefix);
    const config = await loadConfig(context, { tree: files, rootDir, local: false });
    const cache = projectCache(rootDir, config);
    const project = { context, rootDir, cwd: "", tree: files, commit, config, git: undefined, cache };
    found.push({ prefix, project });
  }
  return found;
}

async function* foldersWithProject(tree: FileTree, dir: string): AsyncGenerator<string> {
  const folders = ((await tree.list(dir)) ?? []).filter(({ kind }) => kind === "dir");
  if (folders.some(({ name }) => name === DVC_DIR)) yield dir;
  for (const { name } of folders) {
    if (name !== DVC_DIR) yield* foldersWithProject(tree, dir === "" ? name : `${dir}/${name}`);
  }
}
