import { isLodeError } from "../base/lode-error.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import { readImportNotes } from "../formats/stage/import-notes.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import { findManifest } from "../transfer/read-members.ts";
import { chooseFiles } from "./choose-files.ts";
import { itemManifest } from "./item-manifest.ts";
import { type NextSource, nextSource } from "./next-source.ts";
import { objectPlaces } from "./object-places.ts";
import type { SourceProject } from "./source.ts";
import { sourceEntry } from "./source-entry.ts";
import { findSourceItem } from "./source-item.ts";

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
  const found =
    (await findManifest({ store, remote }, oid, source.place.source))?.manifest ??
    (await chainedManifest(source, owned));
  if (found !== undefined) source.manifests.set(oid, found);
  return found;
}

/** The manifest as the source of an import has it: of the same directory as a whole, or of the part that was imported. */
async function chainedManifest(source: SourceProject, owned: OwnedOutput): Promise<Manifest | undefined> {
  try {
    const next = await nextSource(source, owned);
    if (next === undefined) return undefined;
    const object = (await sourceEntry(next.source, next.path))?.data?.object;
    const isWhole = object !== undefined && object.oid === owned.output.oid;
    if (isWhole) return await outputManifest(object.owner, object.owned);
    return await partManifest(next, owned);
  } catch (error) {
    if (isLodeError(error, "SOURCE_UNREACHABLE", "OFFLINE", "MANIFEST_MISSING", "PART_EMPTY")) return undefined;
    throw error;
  }
}

/** The manifest of a folder, or of chosen files, of a directory, if all of them are objects and it is the recorded one. */
async function partManifest(
  { source, path }: NextSource,
  { stage, output }: OwnedOutput,
): Promise<Manifest | undefined> {
  const whole = await findSourceItem(source, path);
  if (whole?.kind !== "dir") return undefined;
  const item = chooseFiles(whole, readImportNotes(stage.dvcFile?.file.meta, stage.file));
  const { oid, manifest } = itemManifest(item, (row) => {
    const content = item.files[row]?.content;
    return content?.kind === "object" && content.object.hashName === output.hashName ? content.object.oid : undefined;
  });
  return oid === output.oid ? manifest : undefined;
}
