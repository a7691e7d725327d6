import { isDirOid, type Oid } from "../../base/oid.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import { describeLocation } from "../../project/location.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { findMissing } from "../../store/find-missing.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { wantedMembers } from "../../transfer/read-members.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { isUnchanged } from "./is-unchanged.ts";
import { recordedAtUrl } from "./recorded-at-url.ts";
import { storeUrl } from "./store-url.ts";
import { urlPlace } from "./url-place.ts";

/**
 * Brings the data of an import from a URL, of which the cache lacks some, from that URL. Nothing is downloaded unless the
 * checksum there is the recorded one, and everything is stored under what it hashes to.
 *
 * @returns the objects that the cache lacked and has now
 * @throws URL_MISSING, URL_UNSUPPORTED, and what reading and storing throw
 */
export async function fetchLostUrlImport(
  project: Project,
  wanted: WantedOutput,
  context: MoveContext,
): Promise<readonly Oid[]> {
  const [dependency] = wanted.stage.deps;
  const { location, hashName } = wanted.output;
  if (dependency?.location === undefined || location.kind === "url" || hashName !== "md5") return [];
  const before = await lackingObjects(project, wanted, context);
  if (before.length === 0) return [];
  const isKnown = before[0] !== wanted.output.oid;
  using workspace = openWorkspace(project, context);
  const { entry } = dependency;
  const place = urlPlace(project, { location: dependency.location, fsConfig: entry.fsConfig, recorded: entry });
  const found = recordedAtUrl(entry);
  if (found === undefined && !(await isUnchanged(workspace, place, entry))) {
    const path = describeLocation(location);
    const message = `The data of '${path}' is neither in the cache nor in a remote, and its source is another than when it was imported`;
    context.onEvent?.({ type: "warning", message });
    return [];
  }
  await storeUrl(workspace, place, { store: project.cache.current, location, found });
  const after = new Set(await lackingObjects(project, wanted, context));
  const expected = isKnown ? before : await wantedObjects(project, wanted);
  return (expected ?? before).filter((oid) => !after.has(oid));
}

/** The objects of an output that the cache lacks; of a directory without its manifest, that alone. */
async function lackingObjects(
  project: Project,
  wanted: WantedOutput,
  { signal }: MoveContext,
): Promise<readonly Oid[]> {
  const { oid, hashName } = wanted.output;
  if (oid === undefined) return [];
  const objects = await wantedObjects(project, wanted);
  if (objects === undefined) return [oid];
  return findMissing(storeOf(project.cache, hashName), objects, signal === undefined ? {} : { signal });
}

/** The objects of an output; undefined if they are not known, since its manifest is lost. */
async function wantedObjects(
  project: Project,
  { output: { oid, hashName }, within, isChosen }: WantedOutput,
): Promise<readonly Oid[] | undefined> {
  if (oid === undefined || !isDirOid(oid)) return oid === undefined ? [] : [oid];
  const found = await readManifest(storeOf(project.cache, hashName), oid);
  if (found.status !== "ok") return undefined;
  const part = { ...(within !== undefined && { within }), ...(isChosen !== undefined && { isChosen }) };
  return wantedMembers(found.manifest, { oid, ...part });
}
