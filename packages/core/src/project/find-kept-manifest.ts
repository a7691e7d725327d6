import type { RunContext } from "../base/events.ts";
import { isLodeError } from "../base/lode-error.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import type { ObjectId, Remote } from "../remotes/remote.ts";
import { readManifest } from "../store/read-manifest.ts";
import { findManifest } from "../transfer/read-members.ts";
import { openRemote } from "./open-remote.ts";
import { type Project, storeOf } from "./project.ts";

/** A manifest, and the remote that its output names. */
export interface KeptManifest extends ObjectId {
  /** Undefined: the default remote. */
  readonly remote: string | undefined;
}

/**
 * Reads a manifest from wherever a sound copy is: the caches of these projects in their order, then the remote of the
 * last one. It is not stored.
 *
 * @returns undefined if no place has it; a remote that did not answer is no such place
 * @throws what a remote throws that cannot be asked
 */
export async function findKeptManifest(
  projects: readonly Project[],
  { hashName, oid, remote: name }: KeptManifest,
  run: RunContext,
): Promise<Manifest | undefined> {
  for (const { cache } of projects) {
    const stored = await readManifest(storeOf(cache, hashName), oid);
    if (stored.status === "ok") return stored.manifest;
  }
  const project = projects.at(-1);
  const remote = project === undefined ? undefined : configuredRemote(project, name);
  if (project === undefined || remote === undefined) return undefined;
  try {
    return (await findManifest({ store: storeOf(project.cache, hashName), remote }, oid, run))?.manifest;
  } catch (error) {
    if (isLodeError(error, "OBJECT_CORRUPT", "MANIFEST_INVALID")) return undefined;
    throw error;
  }
}

function configuredRemote(project: Project, name: string | undefined): Remote | undefined {
  try {
    return openRemote(project, name);
  } catch (error) {
    if (isLodeError(error, "REMOTE_NOT_SET", "REMOTE_MISSING")) return undefined;
    throw error;
  }
}
