import { LodeError } from "@lode/core";
import {
  compareCodePoints,
  findRevision,
  GitReaders,
  type HashName,
  type Manifest,
  type Oid,
  type ProjectContext,
} from "@lode/core/engine";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import type { ObjectStorage } from "../objects/object-storage.ts";
import type { CommittedArtifact } from "./committed-artifacts.ts";
import { type CommittedDataset, committedData } from "./committed-data.ts";
import { Recent } from "./recent.ts";
import type { Repository } from "./repositories.ts";
import { versionOfRange } from "./version-of-range.ts";

/** What a snapshot has of its commit. */
interface SnapshotContent {
  /** By path, in the order of code points. */
  readonly outputs: ReadonlyMap<string, CommittedDataset>;
  /** By name, in the order of code points. */
  readonly artifacts: ReadonlyMap<string, CommittedArtifact>;
}

/** One commit of a repository, with the outputs and artifacts that it records. */
export interface Snapshot extends SnapshotContent {
  readonly repository: Repository;
  /** The full id. */
  readonly commit: string;
}

/** Names of branches and tags, and ids. Nothing that makes git search. */
const NAME_OR_ID = /^[A-Za-z0-9][A-Za-z0-9._/@+#=!-]*$/;
/** What revisions may look like: names of branches and tags, ids, and ranges of versions. */
export const REVISION_PATTERN = "^[A-Za-z0-9^~<>=*][A-Za-z0-9._/@+#=!:^~<>*| -]{0,199}$";

/** How many outputs of recent commits are kept: some 50 MB. */
const OUTPUTS_MAX = 100_000;
/** How many entries of recent manifests are kept: some 100 MB. */
const ENTRIES_MAX = 400_000;

/** Reads commits and manifests for the API, and keeps those that were asked for last: neither ever changes. */
export class Snapshots {
  readonly #git: GitHost;
  readonly #context: ProjectContext;
  readonly #objects: ObjectStorage;
  readonly #contents = new Recent<SnapshotContent>(
    OUTPUTS_MAX,
    ({ outputs, artifacts }) => outputs.size + artifacts.size,
  );
  readonly #manifests = new Recent<Manifest>(ENTRIES_MAX, ({ length }) => length);

  constructor(places: { readonly git: GitHost; readonly context: ProjectContext; readonly objects: ObjectStorage }) {
    this.#git = places.git;
    this.#context = places.context;
    this.#objects = places.objects;
  }

  /**
   * Opens a revision of a repository, or the newest of a range of versions.
   *
   * @param rev default: HEAD
   * @throws REVISION_UNKNOWN, VERSION_UNKNOWN, and what reading the commit throws
   */
  async open(repository: Repository, rev?: string): Promise<Snapshot> {
    const commit = await this.commitOf(repository, rev);
    const content = await this.#contents.get(`${repository.id} ${commit}`, () =>
      this.#git.reading.run(() => this.#read(repository, commit)),
    );
    return { repository, commit, ...content };
  }

  /** The commit of a revision. @param rev default: HEAD @throws REVISION_UNKNOWN, VERSION_UNKNOWN */
  async commitOf(repository: Repository, rev = "HEAD"): Promise<string> {
    const version = await versionOfRange(this.#git, repository, rev);
    if (version !== undefined) return version.commit;
    const repo = hostedRepo(this.#git, repository.id);
    const isText = NAME_OR_ID.test(rev);
    const commit = isText ? await this.#git.reading.run(() => findRevision(repo, rev)) : undefined;
    if (commit !== undefined) return commit;
    throw new LodeError("REVISION_UNKNOWN", `Cannot find the revision '${rev}' in '${repository.fullName}'`, {
      details: { rev },
    });
  }

  /** The manifest of a directory. @throws MANIFEST_MISSING if the storage has lost it */
  manifest(hashName: HashName, oid: Oid): Promise<Manifest> {
    return this.#manifests.get(`${hashName} ${oid}`, async () => {
      const read = await this.#objects.readManifest({ hashName, oid });
      if (read.status === "ok") return read.manifest;
      throw new LodeError("MANIFEST_MISSING", `Cannot read the manifest '${oid}': it is not stored, or damaged`, {
        hint: "Push it again from where it is: `lode push`.",
        details: { oid },
      });
    });
  }

  async #read(repository: Repository, commit: string): Promise<SnapshotContent> {
    const repo = hostedRepo(this.#git, repository.id);
    await using readers = new GitReaders(repo);
    const place = { repo, context: this.#context, name: repository };
    const { datasets, artifacts } = await committedData(place, commit, readers);
    return { outputs: inOrder(datasets, ({ path }) => path), artifacts: inOrder(artifacts, ({ name }) => name) };
  }
}

function inOrder<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item> {
  const keyed = items.map((item): [string, Item] => [keyOf(item), item]);
  return new Map(keyed.sort(([one], [other]) => compareCodePoints(one, other)));
}
