import { isLodeError } from "../base/lode-error.ts";
import { isDirOid, type Oid } from "../base/oid.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import { storeOf } from "../project/project.ts";
import { putBytes } from "../store/put-bytes.ts";
import type { TransferOutcome } from "../transfer/wanted-objects.ts";
import type { LackingImport } from "./find-lacking-import.ts";
import { findImportItem } from "./import-item.ts";
import { lockedSpec } from "./import-spec.ts";
import { itemManifest } from "./item-manifest.ts";
import type { Source } from "./source.ts";
import type { SourceFile, SourceItem } from "./source-item.ts";
import type { SourcePool } from "./source-pool.ts";
import { type StoreTarget, storeSourceFiles } from "./store-files.ts";
import { storeFolderListings } from "./store-folder-listings.ts";
import type { StoredFile } from "./stored-file.ts";

/**
 * Brings what the cache lacks of an import from its source, at the commit that it is locked to. Files are stored under
 * what they hash to: data that is not what the import records does not pass for it, and is `missing`. Symbolic links are
 * taken for their text, and followed if that is not what the import records: from a work tree it recorded what they lead to.
 *
 * @returns the files that the cache did not have; manifests are not counted, as in DVC
 * @throws SOURCE_PATH_MISSING, and what opening of the source and storing throw
 */
export async function fetchLockedImport(
  pool: SourcePool,
  lacking: LackingImport,
  target: StoreTarget,
): Promise<TransferOutcome> {
  const source = await pool.open(lockedSpec(lacking.origin.repo));
  const linked = { ...source, tree: source.linkedTree };
  try {
    const outcome = await fetchFrom(source, lacking, target);
    if (outcome.missing.length === 0 || source.commit === undefined || outcome.onlyObjects) return outcome;
  } catch (error) {
    if (source.commit === undefined || !isLodeError(error, "SOURCE_PATH_MISSING")) throw error;
  }
  return fetchFrom(linked, lacking, target);
}

/** What came of a source. */
interface SourceOutcome extends TransferOutcome {
  /** Whether Git holds none of the files. */
  readonly onlyObjects: boolean;
}

async function fetchFrom(source: Source, lacking: LackingImport, target: StoreTarget): Promise<SourceOutcome> {
  const { origin, oid } = lacking;
  const { item } = await findImportItem(source, origin, lacking.place);
  const wanted = wantedFiles(item, lacking, target);
  const { stored, outcome } = await storeSourceFiles(wanted, target);
  const fresh = stored.filter((file) => file?.isNew).flatMap((file) => file?.oid ?? []);
  const got = new Set(stored.map((file) => file?.oid));
  const manifest =
    lacking.manifest ?? (isDirOid(oid) ? await nameManifest({ item, wanted, stored }, lacking, target) : undefined);
  const expected = manifest === undefined ? [oid] : (lacking.lacking ?? []);
  const missing = new Set([...outcome.missing, ...[...expected].filter((one) => !got.has(one))]);
  if (manifest !== undefined && missing.size === 0 && isWhole(lacking) && target.hashName === "md5") {
    await storeFolderListings(target.cache.current, manifest);
  }
  const onlyObjects = item.files.every(({ content }) => content.kind === "object");
  return { ...outcome, transferred: [...new Set(fresh)], missing: [...missing], onlyObjects };
}

/**
 * The files to store: those that the cache is known to lack, or else those that are asked for. If the manifest has to be
 * made and the ids of some files come out only when they are stored, it takes all files.
 */
function wantedFiles(item: SourceItem, lacking: LackingImport, target: StoreTarget): readonly SourceFile[] {
  const { manifest } = lacking;
  if (manifest !== undefined) {
    const paths = new Set(manifest.filter(({ oid }) => lacking.lacking?.has(oid)).map(({ relpath }) => relpath));
    return item.files.filter(({ relpath }) => relpath !== "" && paths.has(relpath) && isWithin(relpath, lacking));
  }
  const known = item.files.every((file) => knownOid(file, target) !== undefined);
  return known ? item.files.filter(({ relpath }) => isWithin(relpath, lacking)) : item.files;
}

function isWithin(relpath: string, { within, isChosen }: LackingImport): boolean {
  const isInside = within === undefined || within.some((path) => relpath === path || relpath.startsWith(`${path}/`));
  return isInside && (isChosen === undefined || isChosen(relpath));
}

function isWhole({ within, isChosen }: LackingImport): boolean {
  return within === undefined && isChosen === undefined;
}

/** The id that a file gets, if it is known before the file is stored. */
function knownOid({ content }: SourceFile, { hashName }: StoreTarget): Oid | undefined {
  return content.kind === "object" && content.object.hashName === hashName ? content.object.oid : undefined;
}

interface Fetched {
  readonly item: SourceItem;
  readonly wanted: readonly SourceFile[];
  readonly stored: readonly (StoredFile | undefined)[];
}

/** Names the manifest of a directory whose files are there; undefined if it is not the recorded one. */
async function nameManifest(
  { item, wanted, stored }: Fetched,
  { oid }: LackingImport,
  target: StoreTarget,
): Promise<Manifest | undefined> {
  if (stored.includes(undefined)) return undefined;
  const rows = new Map(wanted.map((file, row) => [file, stored[row]?.oid]));
  const made = itemManifest(item, (row) => {
    const file = item.files[row];
    return file === undefined ? undefined : (rows.get(file) ?? knownOid(file, target));
  });
  if (made.oid !== oid) return undefined;
  await putBytes(storeOf(target.cache, target.hashName), oid, made.bytes);
  return made.manifest;
}
