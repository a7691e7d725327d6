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
 * The places of an output's objects.
 *
 * @throws REMOTE_MISSING, REMOTE_UNSUPPORTED
 */
export function objectPlaces({ project }: SourceProject, output: Output): ObjectPlaces {
  return { store: storeOf(project.cache, output.hashName), remote: remoteOf(project, output) };
}

/** A remote that keeps versions of files gives those that the metadata of the output record. */
function remoteOf(project: SourceProject["project"], output: Output): Remote | undefined {
  const { entry } = output;
  const versioned = versionedRemoteOf(project, entry.remote, undefined);
  if (versioned !== undefined) return openVersionsToRead(project, versioned, [output]);
  try {
    return entry.remote === undefined ? openRemoteToRead(project, undefined) : openRemote(project, entry.remote);
  } catch (error) {
    if (isLodeError(error, "REMOTE_NOT_SET")) return undefined;
    throw error;
  }
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
