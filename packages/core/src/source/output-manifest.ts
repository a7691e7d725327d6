import { isLodeError } from "../base/lode-error.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import { findManifest } from "../transfer/read-members.ts";
import { nextSource } from "./next-source.ts";
import { objectPlaces } from "./object-places.ts";
import type { SourceProject } from "./source.ts";
import { sourceEntry } from "./source-entry.ts";

/**
 * Reads the manifest of a tracked directory of a source, once: from the cache of this access, from the remote of the
 * output, or for an import from where it comes from.
 *
 * @returns undefined if it is in none of these places
 */
export async function outputManifest(source: SourceProject, owned: OwnedOutput): Promise<Manifest | undefined> {
  const { oid } = owned.output;
  if (oid === undefined) return undefined;
  const known = source.manifests.get(oid);
  if (known !== undefined) return known;
  const { store, remote } = objectPlaces(source, owned.output);
  const found = (await findManifest(store, remote, oid))?.manifest ?? (await chainedManifest(source, owned));
  if (found !== undefined) source.manifests.set(oid, found);
  return found;
}

/** The manifest as the source of an import has it; only if it has the same directory as a whole. */
async function chainedManifest(source: SourceProject, owned: OwnedOutput): Promise<Manifest | undefined> {
  try {
    const next = await nextSource(source, owned);
    const entry = next === undefined ? undefined : await sourceEntry(next.source, next.path);
    const object = entry?.data?.object;
    if (object === undefined || object.oid !== owned.output.oid) return undefined;
    return await outputManifest(object.owner, object.owned);
  } catch (error) {
    if (isLodeError(error, "SOURCE_UNREACHABLE", "OFFLINE")) return undefined;
    throw error;
  }
}
