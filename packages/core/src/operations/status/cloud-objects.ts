import type { RunContext } from "../../base/events.ts";
import { type HashName, isDirOid, type Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import { cwdLocation } from "../../project/cwd-path.ts";
import { type Project, storeOf } from "../../project/project.ts";
import type { Remote } from "../../remotes/remote.ts";
import { putBytes } from "../../store/put-bytes.ts";
import type { DirToFind, ObjectsToFind } from "../../transfer/find-missing-objects.ts";
import { findManifest } from "../../transfer/read-members.ts";

/** The cache of a project, and the remote that it is compared with. */
export interface CloudRoute {
  readonly project: Project;
  readonly remote: Remote;
}

/** Objects of one hash name to compare. */
export interface CloudObjects extends ObjectsToFind {
  /** Each with one name: an output, or a path in a tracked directory. */
  readonly names: ReadonlyMap<Oid, string>;
}

/**
 * Lists the objects of outputs, members of directories included. The first name of an object counts. A directory whose
 * listing is nowhere is left out with a warning, since its files are not known.
 */
export async function cloudObjects(
  { project, remote }: CloudRoute,
  outputs: readonly WantedOutput[],
  run: RunContext,
): Promise<readonly CloudObjects[]> {
  const objects = new Map<HashName, CollectedObjects>();
  for (const { output, within } of outputs) {
    const { oid, hashName } = output;
    if (oid === undefined) continue;
    const collected = objects.get(hashName) ?? { hashName, names: new Map(), files: [], dirs: [] };
    objects.set(hashName, collected);
    const path = cwdLocation(project, output.location);
    const manifest = isDirOid(oid) ? await storedManifest({ project, remote }, { hashName, oid }, run) : [];
    if (manifest === undefined) warnOfLostListing(path, run);
    else collect(collected, { path, oid, manifest, within });
  }
  return [...objects.values()];
}

/** A directory's listing, from the cache or else from the remote, and then stored in the cache. */
async function storedManifest(
  { project, remote }: CloudRoute,
  { hashName, oid }: { readonly hashName: HashName; readonly oid: Oid },
  run: RunContext,
): Promise<Manifest | undefined> {
  const store = storeOf(project.cache, hashName);
  const found = await findManifest({ store, remote }, oid, run);
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

interface CollectedObjects extends CloudObjects {
  readonly names: Map<Oid, string>;
  readonly files: Oid[];
  readonly dirs: DirToFind[];
}

function collect(into: CollectedObjects, { path, oid, manifest, within }: NamedOutput): void {
  const wanted = manifest.filter(
    ({ relpath }) => within?.some((part) => relpath === part || relpath.startsWith(`${part}/`)) ?? true,
  );
  if (!into.names.has(oid)) into.names.set(oid, path);
  for (const member of wanted) {
    if (!into.names.has(member.oid)) into.names.set(member.oid, `${path}/${member.relpath}`);
  }
  if (!isDirOid(oid)) into.files.push(oid);
  else into.dirs.push({ oid, members: wanted.map((member) => member.oid), isWhole: within === undefined });
}

function warnOfLostListing(path: string, run: RunContext): void {
  const message = `The files of '${path}' were not compared: neither the cache nor the remote has its listing.`;
  run.onEvent?.({ type: "warning", message });
}
