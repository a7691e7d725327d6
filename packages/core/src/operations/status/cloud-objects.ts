import type { RunContext } from "../../base/events.ts";
import { type HashName, isDirOid, type Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import { cwdLocation } from "../../project/cwd-path.ts";
import { type Project, storeOf } from "../../project/project.ts";
import type { Remote } from "../../remotes/remote.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { findManifest } from "../../transfer/read-members.ts";

/** The cache of a project, and the remote that it is compared with. */
export interface CloudRoute {
  readonly project: Project;
  readonly remote: Remote;
}

/** The objects to compare by hash name, each with one name: an output, or a path in a tracked directory. */
export type CloudObjects = ReadonlyMap<HashName, ReadonlyMap<Oid, string>>;

/**
 * Lists the objects of outputs, members of directories included. The first name of an object counts. A directory whose
 * listing is nowhere is left out with a warning, since its files are not known.
 */
export async function cloudObjects(
  { project, remote }: CloudRoute,
  outputs: readonly WantedOutput[],
  run: RunContext,
): Promise<CloudObjects> {
  const objects = new Map<HashName, Map<Oid, string>>();
  for (const { output, within } of outputs) {
    const { oid, hashName } = output;
    if (oid === undefined) continue;
    const names = objects.get(hashName) ?? new Map<Oid, string>();
    objects.set(hashName, names);
    const path = cwdLocation(project, output.location);
    const manifest = isDirOid(oid) ? await storedManifest({ project, remote }, { hashName, oid }) : [];
    if (manifest === undefined) warnOfLostListing(path, run);
    else nameObjects(names, { path, oid, manifest, within });
  }
  return objects;
}

/** A directory's listing, from the cache or else from the remote, and then stored in the cache. */
async function storedManifest(
  { project, remote }: CloudRoute,
  { hashName, oid }: { readonly hashName: HashName; readonly oid: Oid },
): Promise<Manifest | undefined> {
  const store = storeOf(project.cache, hashName);
  const found = await findManifest(store, remote, oid);
  if (found?.bytes !== undefined) await putBytes(store, oid, found.bytes);
  return found?.manifest;
}

interface NamedOutput {
  readonly path: string;
  readonly oid: Oid;
  readonly manifest: Manifest;
  /** Paths in a tracked directory; undefined: all of it. */
  readonly within: readonly string[] | undefined;
}

function nameObjects(names: Map<Oid, string>, { path, oid, manifest, within }: NamedOutput): void {
  if (!names.has(oid)) names.set(oid, path);
  for (const member of manifest) {
    const isWanted = within?.some((part) => member.relpath === part || member.relpath.startsWith(`${part}/`)) ?? true;
    if (isWanted && !names.has(member.oid)) names.set(member.oid, `${path}/${member.relpath}`);
  }
}

function warnOfLostListing(path: string, run: RunContext): void {
  const message = `The files of '${path}' were not compared: neither the cache nor the remote has its listing.`;
  run.onEvent?.({ type: "warning", message });
}
