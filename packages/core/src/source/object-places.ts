import { isLodeError } from "../base/lode-error.ts";
import type { HashName, Oid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import { openRemote } from "../project/open-remote.ts";
import { openRemoteToRead } from "../project/open-remote-to-read.ts";
import { openVersionsToRead } from "../project/open-versioned-remote.ts";
import type { Output } from "../project/output.ts";
import { storeOf } from "../project/project.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import { versionedRemoteOf } from "../project/versioned-remotes.ts";
import type { Remote } from "../remotes/remote.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { SourceProject } from "./source.ts";

/** Where the objects of an output of a source are: in the cache of this access, else in the output's remote. */
export interface ObjectPlaces {
  readonly store: ObjectStore;
  /** Undefined if the source names no remote for the output. */
  readonly remote: Remote | undefined;
}

/**
 * The places of an output's objects. Outputs of a project that have the same ones get the same record, so that their objects
 * can be moved together.
 *
 * @throws REMOTE_MISSING, REMOTE_UNSUPPORTED
 */
export function objectPlaces({ project }: SourceProject, output: Output): ObjectPlaces {
  const { hashName, entry } = output;
  const store = storeOf(project.cache, hashName);
  // A remote that keeps versions of files gives those that the metadata of the output record.
  const versioned = versionedRemoteOf(project, entry.remote, undefined);
  if (versioned !== undefined) return { store, remote: openVersionsToRead(project, versioned, [output]) };
  const shared = opened.get(project) ?? new Map<string, ObjectPlaces>();
  opened.set(project, shared);
  const key = JSON.stringify([hashName, entry.remote]);
  const places = shared.get(key) ?? { store, remote: sharedRemote(project, entry.remote) };
  shared.set(key, places);
  return places;
}

const opened = new WeakMap<SourceProject["project"], Map<string, ObjectPlaces>>();

function sharedRemote(project: SourceProject["project"], name: string | undefined): Remote | undefined {
  try {
    return name === undefined ? openRemoteToRead(project, undefined) : openRemote(project, name);
  } catch (error) {
    if (isLodeError(error, "REMOTE_NOT_SET")) return undefined;
    throw error;
  }
}

/** Objects by their places. */
export function groupByPlaces<Item>(
  items: readonly Item[],
  objectOf: (item: Item) => SourceObject,
): ReadonlyMap<ObjectPlaces, readonly Item[]> {
  const known = new Map<Output, ObjectPlaces>();
  return Map.groupBy(items, (item) => {
    const { owner, owned } = objectOf(item);
    const places = known.get(owned.output) ?? objectPlaces(owner, owned.output);
    known.set(owned.output, places);
    return places;
  });
}

/** One object of an output of a source. */
export interface SourceObject {
  readonly oid: Oid;
  readonly hashName: HashName;
  readonly owner: SourceProject;
  readonly owned: OwnedOutput;
  /** The file's path in the output; `""` if the object is the output. */
  readonly within: RelPath | "";
}
