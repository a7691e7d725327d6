import { hash } from "node:crypto";
import type { RunContext } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import { parseManifest } from "../formats/manifest/parse-manifest.ts";
import type { Remote } from "../remotes/remote.ts";
import { expectMembers } from "../store/expect-members.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { readManifest } from "../store/read-manifest.ts";
import type { WantedDir } from "./wanted-objects.ts";

/** A manifest, and whether the store has it already. */
export interface FoundManifest {
  readonly manifest: Manifest;
  /** The bytes, if they came from the remote and are not in the store. */
  readonly bytes: Buffer | undefined;
}

/** Where a manifest may be. */
export interface ManifestPlaces {
  readonly store: ObjectStore;
  readonly remote: Remote | undefined;
}

/**
 * Reads a manifest from the store, or else from the remote. What came from the remote is verified and not stored.
 *
 * @returns undefined if neither has it, whole
 */
export async function findManifest(
  { store, remote }: ManifestPlaces,
  oid: Oid,
  run: RunContext,
): Promise<FoundManifest | undefined> {
  const stored = await readManifest(store, oid);
  if (stored.status === "ok") return { manifest: stored.manifest, bytes: undefined };
  const bytes = await remote?.readObject({ hashName: store.hashName, oid }, run);
  if (bytes === undefined) return undefined;
  if (`${hash("md5", bytes)}.dir` !== oid) throw corruptManifest(oid, remote?.url ?? "");
  // Where the store lacks the manifest, it mostly lacks the members, too.
  expectMembers(bytes);
  return { manifest: parseManifest(bytes, oid), bytes };
}

/** The objects of a directory that are wanted, each once. */
export function wantedMembers(manifest: Manifest, { within, isChosen }: WantedDir): readonly Oid[] {
  const isWanted = (relpath: string): boolean =>
    (within === undefined || within.some((path) => relpath === path || relpath.startsWith(`${path}/`))) &&
    (isChosen === undefined || isChosen(relpath));
  return [...new Set(manifest.filter(({ relpath }) => isWanted(relpath)).map(({ oid }) => oid))];
}

function corruptManifest(oid: Oid, url: string): LodeError {
  return new LodeError(
    "OBJECT_CORRUPT",
    `Cannot use the manifest '${oid}' of '${url}': its bytes do not hash to its name`,
    {
      hint: "Push it again from a place that has it whole.",
      details: { oid, remote: url },
    },
  );
}
