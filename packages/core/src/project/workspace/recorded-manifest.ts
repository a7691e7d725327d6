import type { Manifest } from "../../formats/manifest/manifest.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { type ManifestObject, manifestObject } from "../../worktree/digest/scan-manifest.ts";
import type { Output } from "../output.ts";
import { storeOf } from "../project.ts";
import { findOutputManifest } from "./find-output-manifest.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Reads the manifest of a tracked directory that is to be changed. DVC keeps it in the cache from then on, wherever it
 * came from. Empty if none is recorded.
 *
 * @throws MANIFEST_MISSING, IO_FAILED
 */
export async function recordedManifest(workspace: Workspace, output: Output): Promise<Manifest> {
  if (output.oid === undefined) return [];
  const manifest = await findOutputManifest(workspace, output, output.oid);
  const object = manifestObject(manifest);
  if (object.oid === output.oid) await storeManifests(workspace, [object]);
  return manifest;
}

/**
 * Puts manifests into the cache.
 *
 * @throws IO_FAILED
 */
export async function storeManifests({ project }: Workspace, objects: readonly ManifestObject[]): Promise<void> {
  for (const { oid, bytes } of objects) await putBytes(storeOf(project.cache, "md5"), oid, bytes);
}
