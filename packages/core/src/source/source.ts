import type { FileTree } from "../base/file-tree.ts";
import type { Oid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import type { Project } from "../project/project.ts";
import type { OwnedOutput, ProjectIndex } from "../project/project-index.ts";
import type { OutputFolders } from "./output-folders.ts";
import type { RegistryServer } from "./served/registry-server.ts";
import type { SourceContext, SourceSpec } from "./source-context.ts";
import type { SourceHistory } from "./source-history.ts";

/**
 * Another repository, its work tree or a commit of it. Paths start at its root: of a work tree, the project's; of a
 * commit, the repository's. Whoever opened it disposes it.
 */
export interface Source extends AsyncDisposable {
  /** As the user wrote it. */
  readonly url: string;
  /** The full commit id; of a work tree, that of HEAD. Undefined without Git, or without a commit. */
  readonly commit: string | undefined;
  /** The tag of the version that was chosen, if the source was opened at a range of versions. */
  readonly version: string | undefined;
  /** Of a commit, a symbolic link is a file that holds its text, as in DVC; of a work tree, links are followed. */
  readonly tree: FileTree;
  /** The same with links followed, of a commit only inside the repository; metadata are read from it. */
  readonly linkedTree: FileTree;
  /** The absolute path of the tree, if it is a folder of this machine and not a commit. */
  readonly diskRoot: string | undefined;
  /** Undefined without Git. */
  readonly history: SourceHistory | undefined;
  /** The project that a path lies in: the nearest folder above it with a `.dvc` folder; undefined if there is none. */
  projectOf(path: string): Promise<SourceProject | undefined>;
  /** Lets go of the manifests that were read, each as large as a list of all files; who needs one again reads it again. */
  forgetManifests(): Promise<void>;
}

/** A project in a source, with what is known of its outputs. */
export interface SourceProject {
  /** Its root from the source's root; `""` if they are the same. */
  readonly prefix: string;
  readonly project: Project;
  /** Finds the output that is at a path or that the path lies in, without all stages if that is possible. */
  ownerOf(path: RelPath): Promise<OwnedOutput | undefined>;
  /** Loads all stages, once. */
  index(): Promise<ProjectIndex>;
  /** The folders above its outputs, built once. */
  outputFolders(): Promise<OutputFolders>;
  /** Manifests that were read, by id. */
  readonly manifests: Map<Oid, Manifest>;
  readonly place: ProjectPlace;
}

/** What parts of a source call although it is built of them: a chain of imports comes back to its start. */
export interface SourceServices {
  readonly open: (spec: SourceSpec, source: SourceContext) => Promise<Source>;
  readonly readManifest: (project: SourceProject, owned: OwnedOutput) => Promise<Manifest | undefined>;
  /** What a path of a source is; undefined if there is none. */
  readonly kindOf: (source: Source, path: string) => Promise<"file" | "dir" | undefined>;
  /** What the entries of a folder of a source are, by name; undefined if it is no folder. */
  readonly childKinds: (source: Source, dir: string) => Promise<ReadonlyMap<string, "file" | "dir"> | undefined>;
}

/** Where a source's projects are. */
export interface ProjectPlace {
  readonly spec: SourceSpec;
  readonly source: SourceContext;
  /** Of the source's root, links followed. */
  readonly tree: FileTree;
  readonly commit: string | undefined;
  /** Absolute path of the source's root; of a mirror, a folder without a project. */
  readonly rootDir: string;
  /** Whether the source's root is a folder of this machine that is named by a path. */
  readonly isLocal: boolean;
  /** Undefined if the source is not on a registry server that sends commits. */
  readonly server?: RegistryServer;
  readonly services: SourceServices;
  /** Sources that imports of this one come from, by address and commit; they are closed with it. */
  readonly next: Map<string, Promise<Source>>;
}
