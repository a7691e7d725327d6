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
import { type CommittedOutput, committedOutputs } from "./committed-outputs.ts";
import { Recent } from "./recent.ts";
import type { Repository } from "./repositories.ts";

/** One commit of a repository, with the outputs that it records. */
export interface Snapshot {
  readonly repository: Repository;
  /** The full id. */
  readonly commit: string;
  /** By path, in the order of code points. */
  readonly outputs: ReadonlyMap<string, CommittedOutput>;
}

/** What revisions may look like: names of branches and tags, and ids. Nothing that makes git search. */
export const REVISION_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._/@+-]{0,199}$";

/** How many outputs of recent commits are kept: some 50 MB. */
const OUTPUTS_MAX = 100_000;
/** How many entries of recent manifests are kept: some 100 MB. */
const ENTRIES_MAX = 400_000;

/** Reads commits and manifests for the API, and keeps those that were asked for last: neither ever changes. */
export class Snapshots {
  readonly #git: GitHost;
  readonly #context: ProjectContext;
  readonly #objects: ObjectStorage;
  readonly #outputs = new Recent<ReadonlyMap<string, CommittedOutput>>(OUTPUTS_MAX, ({ size }) => size);
  readonly #manifests = new Recent<Manifest>(ENTRIES_MAX, ({ length }) => length);

  constructor(places: { readonly git: GitHost; readonly context: ProjectContext; readonly objects: ObjectStorage }) {
    this.#git = places.git;
    this.#context = places.context;
    this.#objects = places.objects;
  }

  /**
   * Opens a revision of a repository.
   *
   * @param rev default: HEAD
   * @throws REVISION_UNKNOWN, and what reading the commit throws
   */
  async open(repository: Repository, rev = "HEAD"): Promise<Snapshot> {
    const commit = await this.#resolve(repository, rev);
    const outputs = await this.#outputs.get(`${repository.id} ${commit}`, () =>
      this.#git.reading.run(() => this.#read(repository, commit)),
    );
    return { repository, commit, outputs };
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

  async #resolve(repository: Repository, rev: string): Promise<string> {
    const repo = hostedRepo(this.#git, repository.id);
    const isText = new RegExp(REVISION_PATTERN).test(rev);
    const commit = isText ? await this.#git.reading.run(() => findRevision(repo, rev)) : undefined;
    if (commit !== undefined) return commit;
    throw new LodeError("REVISION_UNKNOWN", `Cannot find the revision '${rev}' in '${repository.fullName}'`, {
      details: { rev },
    });
  }

  async #read(repository: Repository, commit: string): Promise<ReadonlyMap<string, CommittedOutput>> {
    const repo = hostedRepo(this.#git, repository.id);
    await using readers = new GitReaders(repo);
    const outputs = await committedOutputs({ repo, context: this.#context, name: repository }, commit, readers);
    const ordered = outputs.toSorted((one, other) => compareCodePoints(one.path, other.path));
    return new Map(ordered.map((output) => [output.path, output]));
  }
}
