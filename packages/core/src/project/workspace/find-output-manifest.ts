import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { Remote } from "../../remotes/remote.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { findManifest } from "../../transfer/read-members.ts";
import { openRemote } from "../open-remote.ts";
import type { Output } from "../output.ts";
import { type Project, storeOf } from "../project.ts";

/**
 * Reads the recorded manifest of a tracked directory from the cache, or else from the remote, as DVC does even where it
 * moves no data. It is not stored.
 *
 * @throws MANIFEST_MISSING if neither has it, whole and valid
 */
export async function findOutputManifest(project: Project, output: Output, oid: Oid): Promise<Manifest> {
  const store = storeOf(project.cache, output.hashName);
  const stored = await readManifest(store, oid);
  if (stored.status === "ok") return stored.manifest;
  const found = stored.status === "corrupt" ? undefined : await findRemotely(project, output, oid);
  if (found !== undefined) return found;
  const path = output.entry.path;
  const state = stored.status === "corrupt" ? stored.reason : "its listing is not in the cache";
  throw new LodeError("MANIFEST_MISSING", `Cannot read the files of '${path}': ${state}`, {
    hint: "Get it with `lode fetch`.",
    details: { path, oid },
  });
}

async function findRemotely(project: Project, output: Output, oid: Oid): Promise<Manifest | undefined> {
  const remote = remoteOf(project, output);
  if (remote === undefined) return undefined;
  try {
    return (await findManifest(storeOf(project.cache, output.hashName), remote, oid))?.manifest;
  } catch (error) {
    if (error instanceof LodeError && error.kind !== "cancelled") return undefined;
    throw error;
  }
}

function remoteOf({ config }: Project, { entry }: Output): Remote | undefined {
  try {
    return openRemote(config, entry.remote);
  } catch (error) {
    if (isLodeError(error, "REMOTE_NOT_SET", "REMOTE_MISSING", "REMOTE_UNSUPPORTED")) return undefined;
    throw error;
  }
}
