import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { type HashName, isDirOid, type Oid } from "../../base/oid.ts";
import type { BundledOutput } from "../../formats/bundle/bundle-index.ts";
import { isStored, selectedOutputs, type WantedOutput } from "../../project/collect-wanted.ts";
import { loadIndex } from "../../project/load-index.ts";
import { describeLocation } from "../../project/location.ts";
import type { Output } from "../../project/output.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { findOutputManifest, type ManifestReader } from "../../project/workspace/find-output-manifest.ts";
import { findMissing } from "../../store/find-missing.ts";
import { readManifest } from "../../store/read-manifest.ts";

/** An output that goes into a bundle. */
export interface OutputToBundle {
  readonly output: Output;
  readonly described: BundledOutput;
}

/**
 * Finds the outputs of a project, at its work tree or its revision, that go into a bundle: those that have an object.
 *
 * @throws TARGET_INVALID if a target is a part of an output
 */
export async function outputsToBundle(
  project: Project,
  { targets = [], ...options }: SelectOptions & { readonly targets?: readonly string[] },
): Promise<readonly OutputToBundle[]> {
  const selections = await selectTargets({ project, index: () => loadIndex(project) }, targets, options);
  return selectedOutputs(selections).flatMap((wanted) => describe(wanted, project.commit ?? null));
}

function describe({ stage, output, within }: WantedOutput, commit: string | null): readonly OutputToBundle[] {
  const { oid, hashName } = output;
  if (oid === undefined || !isStored(output)) return [];
  const path = describeLocation(output.location);
  if (within === undefined) return [{ output, described: { path, stage: stage.address, commit, oid, hashName } }];
  throw new LodeError("TARGET_INVALID", `Cannot bundle a part of '${path}': a bundle holds whole outputs`, {
    hint: `Name the output, '${path}', instead.`,
    details: { output: path, within },
  });
}

/** The ids of the objects that outputs consist of. */
export interface BundleOids {
  readonly files: ReadonlySet<Oid>;
  readonly dirs: ReadonlySet<Oid>;
}

/**
 * Works out the objects of one hash name that outputs consist of. Listings that the cache lacks come from the remote.
 *
 * @throws MANIFEST_MISSING
 */
export async function bundleOids(
  reader: ManifestReader,
  outputs: readonly OutputToBundle[],
  hashName: HashName,
): Promise<BundleOids> {
  const files = new Set<Oid>();
  const dirs = new Set<Oid>();
  for (const { output } of outputs) {
    const { oid } = output;
    if (oid === undefined || output.hashName !== hashName || dirs.has(oid)) continue;
    if (!isDirOid(oid)) files.add(oid);
    else {
      dirs.add(oid);
      for (const member of await findOutputManifest(reader, output, oid)) files.add(member.oid);
    }
  }
  return { files, dirs };
}

/** Says whether the cache has outputs whole. */
export async function isInCache(project: Project, outputs: readonly OutputToBundle[]): Promise<boolean> {
  const members = new Map<HashName, Set<Oid>>();
  for (const { oid, hashName } of outputs.map(({ described }) => described)) {
    const oids = members.get(hashName) ?? new Set<Oid>();
    members.set(hashName, oids.add(oid));
    if (!isDirOid(oid)) continue;
    const read = await readManifest(storeOf(project.cache, hashName), oid);
    if (read.status !== "ok") return false;
    for (const member of read.manifest) oids.add(member.oid);
  }
  for (const [hashName, oids] of members) {
    if ((await findMissing(storeOf(project.cache, hashName), oids)).length > 0) return false;
  }
  return true;
}

/** @throws OBJECTS_MISSING if the cache does not have all of these objects */
export async function requireObjects(
  project: Project,
  { oids, hashName }: { readonly oids: readonly Oid[]; readonly hashName: HashName },
  { signal }: RunContext,
): Promise<void> {
  const store = storeOf(project.cache, hashName);
  const missing = await findMissing(store, oids, signal === undefined ? {} : { signal });
  if (missing.length === 0) return;
  const count = missing.length === 1 ? "1 object is" : `${missing.length} objects are`;
  throw new LodeError("OBJECTS_MISSING", `Cannot make the bundle: ${count} neither in the cache nor in the remote`, {
    hint: "Push the data from where it is, then try again.",
    details: { oids: missing },
  });
}
