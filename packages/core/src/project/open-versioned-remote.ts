import type { Oid } from "../base/oid.ts";
import { isRelPath } from "../base/rel-path.ts";
import type { RemoteConfig } from "../formats/config/config.ts";
import type { ManifestEntry } from "../formats/manifest/manifest.ts";
import { printManifest } from "../formats/manifest/print-manifest.ts";
import { OfflineRemote } from "../remotes/offline-remote.ts";
import { storageKind } from "../remotes/open-storage.ts";
import type { Remote } from "../remotes/remote.ts";
import { RetryingRemote } from "../remotes/retrying-remote.ts";
import { type ObjectVersion, type VersionedFolder, VersionedRemote } from "../remotes/storage/versioned-remote.ts";
import { kindUnsupported, surroundings } from "./open-remote.ts";
import type { Output } from "./output.ts";
import type { Project } from "./project.ts";
import { oidOf, recordedFiles } from "./versioned-files.ts";

/**
 * Opens a remote that keeps versions of files, for the objects of some outputs. Nothing is contacted.
 *
 * @throws REMOTE_UNSUPPORTED, and what opening of the kind of storage throws
 */
export function openVersionedRemote(
  { context }: Pick<Project, "context">,
  remote: RemoteConfig,
  outputs: readonly Output[],
): VersionedRemote {
  const { name, url, jobs, options } = remote;
  const kind = storageKind(remote.scheme);
  if (kind === undefined) throw kindUnsupported(remote);
  const versions = new Map<Oid, ObjectVersion>();
  for (const output of outputs) {
    for (const { oid, key, versionId } of recordedFiles(output, name)) {
      if (versionId !== undefined) versions.set(oid, { key, versionId });
    }
  }
  const open = () => kind.open({ url, options, ...surroundings(context) });
  return new VersionedRemote({ name, url, jobs, versions, folders: foldersOf(outputs), open });
}

/**
 * Opens a remote that keeps versions of files, to read the objects of some outputs as from any other remote. Offline, it is
 * an OfflineRemote.
 *
 * @throws as openVersionedRemote does
 */
export function openVersionsToRead(
  owner: Pick<Project, "context">,
  remote: RemoteConfig,
  outputs: readonly Output[],
): Remote {
  const opened = new RetryingRemote(openVersionedRemote(owner, remote, outputs));
  return owner.context.offline === true ? new OfflineRemote(opened) : opened;
}

function foldersOf(outputs: readonly Output[]): ReadonlyMap<Oid, VersionedFolder> {
  const folders = new Map<Oid, VersionedFolder>();
  for (const { oid, entry, location } of outputs) {
    if (oid === undefined || entry.files === undefined || location.kind !== "inside") continue;
    const entries = entry.files.flatMap((file): readonly ManifestEntry[] => {
      const fileOid = oidOf(file);
      return fileOid === undefined || !isRelPath(file.relpath) ? [] : [{ relpath: file.relpath, oid: fileOid }];
    });
    if (entries.length === entry.files.length)
      folders.set(oid, { key: location.path, manifest: printManifest(entries) });
  }
  return folders;
}
