import { dirname } from "node:path";
import type { FileTree } from "../base/file-tree.ts";
import { DVC_DIR } from "../project/find-root.ts";
import type { ProjectPlace, Source, SourceProject } from "./source.ts";
import type { SourceHistory } from "./source-history.ts";
import { openSourceProject } from "./source-project.ts";

/** What a source is made of beside its place. */
export interface SourceParts {
  /** What data are read from. */
  readonly tree: FileTree;
  readonly commit: string | undefined;
  readonly history: SourceHistory | undefined;
  dispose(): PromiseLike<void>;
}

/** Makes a source, whose projects are opened when they are first asked for. */
export function makeSource(place: ProjectPlace, { tree, commit, history, dispose }: SourceParts): Source {
  const projects = new Map<string, Promise<SourceProject | undefined>>();
  const projectAt = (prefix: string): Promise<SourceProject | undefined> => {
    const known = projects.get(prefix);
    if (known !== undefined) return known;
    const opened = openIfProject(place, prefix);
    projects.set(prefix, opened);
    return opened;
  };
  return {
    url: place.spec.url,
    commit,
    version: undefined,
    tree,
    linkedTree: place.tree,
    diskRoot: place.isLocal && place.commit === undefined ? place.rootDir : undefined,
    history,
    async projectOf(path) {
      for (const folder of foldersAround(path)) {
        const project = await projectAt(folder);
        if (project !== undefined) return project;
      }
      return undefined;
    },
    async forgetManifests() {
      for (const project of await Promise.all(projects.values())) project?.manifests.clear();
    },
    async [Symbol.asyncDispose]() {
      // A source that could not be opened has nothing to close.
      for (const next of await Promise.allSettled(place.next.values())) {
        if (next.status === "fulfilled") await next.value[Symbol.asyncDispose]();
      }
      await dispose();
    },
  };
}

async function openIfProject(place: ProjectPlace, prefix: string): Promise<SourceProject | undefined> {
  const dvcDir = prefix === "" ? DVC_DIR : `${prefix}/${DVC_DIR}`;
  return (await isDir(place.tree, dvcDir)) ? openSourceProject(place, prefix) : undefined;
}

async function isDir(tree: FileTree, path: string): Promise<boolean> {
  return (await tree.list(path)) !== undefined;
}

/** A path and the folders above it, innermost first, the root last. */
function* foldersAround(path: string): Generator<string> {
  for (let folder = path; folder !== "" && folder !== "."; folder = dirname(folder)) yield folder;
  yield "";
}
