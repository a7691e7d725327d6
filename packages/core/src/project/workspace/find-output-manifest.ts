import type { ErrorKind } from "../../base/error-kind.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { findManifest } from "../../transfer/read-members.ts";
import { openRemote } from "../open-remote.ts";
import type { Output } from "../output.ts";
import { storeOf } from "../project.ts";
import type { Workspace } from "./workspace.ts";

/** Whose manifests are read, and for what. */
export type ManifestReader = Pick<Workspace, "project" | "run">;

/**
 * Reads the recorded manifest of a tracked directory from the cache, or else from the remote, as DVC does even where it
 * moves no data. It is not stored.
 *
 * @throws MANIFEST_MISSING if neither has it, whole and valid; CANCELLED
 */
export async function findOutputManifest(reader: ManifestReader, output: Output, oid: Oid): Promise<Manifest> {
  const { project } = reader;
  const store = storeOf(project.cache, output.hashName);
  const stored = await readManifest(store, oid);
  if (stored.status === "ok") return stored.manifest;
  const found = stored.status === "corrupt" ? undefined : await findRemotely(reader, output, oid);
  if (found !== undefined && !(found instanceof LodeError)) return found;
  const path = output.entry.path;
  const state = stored.status === "corrupt" ? stored.reason : "its listing is neither in the cache nor in a remote";
  throw new LodeError("MANIFEST_MISSING", `Cannot read the files of '${path}': ${state}`, {
    hint: "Get it with `lode fetch`, or push it from where it is.",
    details: { path, oid },
    ...(found !== undefined && { cause: found }),
  });
}

/**
 * What the remote cannot give, whatever the reason, is not known; the caller says what that means.
 *
 * @returns the error if the remote could not be asked, or has wrong bytes
 */
async function findRemotely(
  { project, run }: ManifestReader,
  output: Output,
  oid: Oid,
): Promise<Manifest | LodeError | undefined> {
  try {
    const remote = openRemote(project, output.entry.remote);
    return (await findManifest({ store: storeOf(project.cache, output.hashName), remote }, oid, run))?.manifest;
  } catch (error) {
    if (!(error instanceof LodeError) || error.kind === "cancelled") throw error;
    return TELLING.has(error.kind) ? error : undefined;
  }
}

/** That there is no remote, or none that can be used, is no news to somebody who is told to fetch. */
const TELLING: ReadonlySet<ErrorKind> = new Set(["auth", "integrity", "io", "network"]);
