import type { Oid } from "../base/oid.ts";
import { isRelPath } from "../base/rel-path.ts";
import type { RemoteConfig } from "../formats/config/config.ts";
import type { ManifestEntry } from "../formats/manifest/manifest.ts";
import { printManifest } from "../formats/manifest/print-manifest.ts";
import { storageKind } from "../remotes/open-storage.ts";
import { type ObjectVersion, VersionedRemote } from "../remotes/storage/versioned-remote.ts";
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
  return new VersionedRemote({ name, url, jobs, versions, manifests: manifestsOf(outputs), open });
}

function manifestsOf(outputs: readonly Output[]): ReadonlyMap<Oid, Buffer> {
  const manifests = new Map<Oid, Buffer>();
  for (const { oid, entry } of outputs) {
    if (oid === undefined || entry.files === undefined) continue;
    const entries = entry.files.flatMap((file): readonly ManifestEntry[] => {
      const fileOid = oidOf(file);
      return fileOid === undefined || !isRelPath(file.relpath) ? [] : [{ relpath: file.relpath, oid: fileOid }];
    });
    if (entries.length === entry.files.length) manifests.set(oid, printManifest(entries));
  }
  return manifests;
}
