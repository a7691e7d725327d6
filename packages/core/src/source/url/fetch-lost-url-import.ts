import { isDirOid, type Oid } from "../../base/oid.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import { describeLocation } from "../../project/location.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { findMissing } from "../../store/find-missing.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { wantedMembers } from "../../transfer/read-members.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { storeUrl } from "./store-url.ts";
import { urlPlace } from "./url-place.ts";
import { urlState } from "./url-state.ts";

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
  using workspace = openWorkspace(project, context);
  const { entry } = dependency;
  const place = urlPlace(project, { location: dependency.location, fsConfig: entry.fsConfig });
  const state = await urlState(workspace, place);
  if (state === undefined || state.checksum?.value !== entry.checksum?.value) {
    const path = describeLocation(location);
    const message = `The data of '${path}' is neither in the cache nor in a remote, and its source is another than when it was imported`;
    context.onEvent?.({ type: "warning", message });
    return [];
  }
  await storeUrl(workspace, place, { store: project.cache.current, location });
  const after = new Set(await lackingObjects(project, wanted, context));
  return before.filter((oid) => !after.has(oid));
}

/** The objects of an output that the cache lacks; of a directory without its manifest, that alone. */
async function lackingObjects(
  project: Project,
  { output, within, isChosen }: WantedOutput,
  { signal }: MoveContext,
): Promise<readonly Oid[]> {
  const { oid } = output;
  if (oid === undefined) return [];
  const store = storeOf(project.cache, output.hashName);
  const found = isDirOid(oid) ? await readManifest(store, oid) : undefined;
  if (found !== undefined && found.status !== "ok") return [oid];
  const part = { ...(within !== undefined && { within }), ...(isChosen !== undefined && { isChosen }) };
  const objects = found === undefined ? [oid] : wantedMembers(found.manifest, { oid, ...part });
  return findMissing(store, objects, signal === undefined ? {} : { signal });
}
