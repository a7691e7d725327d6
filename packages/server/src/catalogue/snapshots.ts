import { LodeError } from "@lode/core";
import {
  compareCodePoints,
  GitReaders,
  type HashName,
  type Manifest,
  type Oid,
  type ProjectContext,
} from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import type { GitHost } from "../git/git-host.ts";
import { hostedRepo } from "../git/hosted-repository.ts";
import type { References } from "../git/references.ts";
import type { Revisions } from "../git/revisions.ts";
import { Recent } from "../jobs/recent.ts";
import type { ObjectStorage } from "../objects/object-storage.ts";
import type { CommittedArtifact } from "./committed-artifacts.ts";
import { type CommittedData, type CommittedDataset, committedData } from "./committed-data.ts";
import { keptSnapshot } from "./kept-snapshots.ts";
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

/** Names of branches and tags as git allows them, and ids. Nothing that makes git search. */
const NAME_OR_ID = /^(?!-)(?!.*@\{)[^\0-\x20\x7f~^:?*[\\]+$/u;
/** What revisions may look like: names of branches and tags, ids, and ranges of versions. */
export const REVISION_PATTERN = "^[^-\\u0000-\\u001f\\u007f?[\\\\][^\\u0000-\\u001f\\u007f?[\\\\]{0,249}$";

/** How many bytes of recent commits are kept, and of recent manifests, as estimated. */
const CONTENTS_MAX_BYTES = 64e6;
const MANIFESTS_MAX_BYTES = 128e6;
/** What an output and an entry take beside their texts. */
const OUTPUT_BYTES = 600;
const ENTRY_BYTES = 200;

/** What snapshots are read from. */
export interface SnapshotPlaces {
  readonly database: Database;
  readonly git: GitHost;
  readonly references: References;
  readonly revisions: Revisions;
  readonly context: ProjectContext;
  readonly objects: ObjectStorage;
}

/** Reads commits and manifests for the API, and keeps those that were asked for last: neither ever changes. */
export class Snapshots {
  readonly #database: Database;
  readonly #git: GitHost;
  readonly #context: ProjectContext;
  readonly #objects: ObjectStorage;
  readonly #references: References;
  readonly #revisions: Revisions;
  readonly #contents = new Recent<SnapshotContent>(CONTENTS_MAX_BYTES, bytesOfContent);
  readonly #manifests = new Recent<Manifest>(MANIFESTS_MAX_BYTES, bytesOfManifest);

  constructor(places: SnapshotPlaces) {
    this.#database = places.database;
    this.#git = places.git;
    this.#references = places.references;
    this.#revisions = places.revisions;
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
    const content = await this.#contents.get(`${repository.id} ${commit}`, async () => {
      const kept = await keptSnapshot(this.#database, repository.id, commit);
      return contentOf(kept ?? (await this.#git.reading.run(() => this.#read(repository, commit))));
    });
    return { repository, commit, ...content };
  }

  /** The commit of a revision. @param rev default: HEAD @throws REVISION_UNKNOWN, VERSION_UNKNOWN */
  async commitOf(repository: Repository, rev = "HEAD"): Promise<string> {
    const version = await versionOfRange(this.#references, repository, rev);
    if (version !== undefined) return version.commit;
    const commit = NAME_OR_ID.test(rev) ? await this.#revisions.find(repository.id, rev) : undefined;
    if (commit !== undefined) return commit;
    throw new LodeError("REVISION_UNKNOWN", `Cannot find the revision '${rev}' in '${repository.fullName}'`, {
      hint: "List what there is with …/branches and …/tags of the API.",
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

  async #read(repository: Repository, commit: string): Promise<CommittedData> {
    const repo = hostedRepo(this.#git, repository.id);
    await using readers = new GitReaders(repo);
    return await committedData({ repo, context: this.#context, name: repository }, commit, readers);
  }
}

function contentOf({ datasets, artifacts }: CommittedData): SnapshotContent {
  return { outputs: inOrder(datasets, ({ path }) => path), artifacts: inOrder(artifacts, ({ name }) => name) };
}

function inOrder<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item> {
  const keyed = items.map((item): [string, Item] => [keyOf(item), item]);
  return new Map(keyed.sort(([one], [other]) => compareCodePoints(one, other)));
}

function bytesOfContent({ outputs, artifacts }: SnapshotContent): number {
  let bytes = 0;
  // Metadata may be of any size.
  for (const item of [...outputs.values(), ...artifacts.values()]) bytes += JSON.stringify(item).length + OUTPUT_BYTES;
  return bytes;
}

function bytesOfManifest(manifest: Manifest): number {
  return manifest.reduce((bytes, { relpath }) => bytes + relpath.length + ENTRY_BYTES, 0);
}
