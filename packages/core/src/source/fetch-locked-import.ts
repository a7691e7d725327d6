import type { Oid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import { storeOf } from "../project/project.ts";
import { putBytes } from "../store/put-bytes.ts";
import type { TransferOutcome } from "../transfer/wanted-objects.ts";
import type { LackingImport } from "./find-lacking-import.ts";
import { importedPath, lockedSpec } from "./import-spec.ts";
import { itemManifest } from "./item-manifest.ts";
import { findSourceItem, type SourceFile, type SourceItem } from "./source-item.ts";
import { sourcePathMissing } from "./source-path-missing.ts";
import type { SourcePool } from "./source-pool.ts";
import { type StoredFile, type StoreTarget, storeSourceFiles } from "./store-files.ts";

/**
 * Brings what the cache lacks of an import from its source, at the commit that it is locked to. Files are stored under
 * what they hash to: data that is not what the import records does not pass for it, and is `missing`.
 *
 * @returns the files that the cache did not have; manifests are not counted, as in DVC
 * @throws SOURCE_PATH_MISSING, and what opening of the source and storing throw
 */
export async function fetchLockedImport(
  pool: SourcePool,
  lacking: LackingImport,
  target: StoreTarget,
): Promise<TransferOutcome> {
  const { origin, oid } = lacking;
  const source = await pool.open(lockedSpec(origin.repo));
  const item = await findSourceItem(source, importedPath(origin.path));
  if (item === undefined) throw sourcePathMissing(source, origin.path);
  const wanted = wantedFiles(item, lacking, target);
  const { stored, outcome } = await storeSourceFiles(source, wanted, target);
  const fresh = stored.filter((file) => file?.isNew).flatMap((file) => file?.oid ?? []);
  const got = new Set(stored.map((file) => file?.oid));
  const missing =
    lacking.lacking === undefined
      ? await nameManifest(oid, { item, wanted, stored }, target)
      : [...lacking.lacking].filter((one) => !got.has(one));
  return { ...outcome, transferred: [...new Set(fresh)], missing: [...new Set([...outcome.missing, ...missing])] };
}

/**
 * The files to store: those that the cache is known to lack, or else those that are asked for. If the manifest has to be
 * made and the ids of some files come out only when they are stored, it takes all files.
 */
function wantedFiles(item: SourceItem, lacking: LackingImport, target: StoreTarget): readonly SourceFile[] {
  const { manifest, within } = lacking;
  if (manifest !== undefined) {
    const paths = new Set(manifest.filter(({ oid }) => lacking.lacking?.has(oid)).map(({ relpath }) => relpath));
    return item.files.filter(({ relpath }) => relpath !== "" && paths.has(relpath) && isWithin(relpath, within));
  }
  const known = item.files.every((file) => knownOid(file, target) !== undefined);
  return known ? item.files.filter(({ relpath }) => isWithin(relpath, within)) : item.files;
}

function isWithin(relpath: string, within: readonly RelPath[] | undefined): boolean {
  return within === undefined || within.some((path) => relpath === path || relpath.startsWith(`${path}/`));
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

/** Names the manifest of a directory whose files are there, if it is the recorded one; gives back what is missing. */
async function nameManifest(oid: Oid, { item, wanted, stored }: Fetched, target: StoreTarget): Promise<readonly Oid[]> {
  if (stored.includes(undefined)) return [];
  const rows = new Map(wanted.map((file, row) => [file, stored[row]?.oid]));
  const made = itemManifest(item, (row) => {
    const file = item.files[row];
    return file === undefined ? undefined : (rows.get(file) ?? knownOid(file, target));
  });
  if (made.oid !== oid) return [oid];
  await putBytes(storeOf(target.cache, target.hashName), oid, made.bytes);
  return [];
}
