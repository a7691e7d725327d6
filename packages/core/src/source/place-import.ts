import { isDirOid, type Oid } from "../base/oid.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import type { OutputEntry } from "../formats/stage/output-entry.ts";
import { collectGarbage } from "../fs/collect-garbage.ts";
import { makeOutput } from "../project/make-output.ts";
import { withPathLock } from "../project/project-lock.ts";
import { draftStage, type ImportDraft } from "../project/stage-draft.ts";
import { type CheckoutOutputsOptions, checkoutOutputs } from "../project/workspace/checkout-outputs.ts";
import { lockedPaths } from "../project/workspace/locked-paths.ts";
import { withFields } from "../project/workspace/save-state.ts";
import type { Workspace } from "../project/workspace/workspace.ts";
import type { StatCache } from "../store/stat-cache/stat-cache.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import { memoryKey } from "../worktree/digest/digest-memory.ts";
import { announceDownload } from "./announce-download.ts";
import type { Source } from "./source.ts";
import type { SourceItem } from "./source-item.ts";
import type { StoreTarget } from "./store-files.ts";
import { type StoredItem, storeSourceItem } from "./store-item.ts";

/** Where an import takes its data from. */
export interface ImportData {
  readonly source: Source;
  readonly item: SourceItem;
  /** The cache with which the source was opened, for md5. */
  readonly cache: StoreTarget["cache"];
  /** Of the project; remembers the digests of a source on this machine, so that an update reads only what changed. */
  readonly statCache: StatCache;
}

/** The data of an import in the cache. */
export interface StoredImport {
  /** What the entry of the output is to say. */
  readonly entry: OutputEntry;
  /** Of a directory, if it has just been made; it need not be read again then. */
  readonly manifest?: Manifest | undefined;
}

/** How an import is placed. */
export interface PlaceImportOptions extends CheckoutOutputsOptions, Pick<StoredImport, "manifest"> {}

/**
 * Brings the data of an import into the cache: all of it is there, and verified, before anything in the work tree
 * changes.
 *
 * @throws what storing throws
 */
export async function storeImport(
  entry: OutputEntry,
  { source, item, cache, statCache }: ImportData,
  context: MoveContext,
): Promise<StoredImport> {
  announceDownload(item, context);
  const memory = { statCache, key: memoryKey("md5", `source ${source.diskRoot ?? ""}/${item.path}`) };
  const stored = await storeSourceItem(item, { cache, hashName: "md5", memory, context });
  warnIfEmpty(entry, stored, context);
  return { entry: withStored(entry, stored.oid, stored), manifest: stored.manifest };
}

function withStored(entry: OutputEntry, oid: Oid, { sizeBytes, manifest }: StoredItem): OutputEntry {
  return withFields(entry, {
    checksum: { key: "md5", value: oid },
    size: sizeBytes,
    ...(manifest !== undefined && isDirOid(oid) && { nfiles: manifest.length }),
    hash: "md5",
  });
}

function warnIfEmpty({ path }: OutputEntry, { sizeBytes, manifest }: StoredItem, { onEvent }: MoveContext): void {
  const isEmpty = manifest === undefined ? sizeBytes === 0 : manifest.length === 0;
  if (isEmpty) onEvent?.({ type: "warning", message: `'${path}' is empty.` });
}

/** From so many files on, what storing of them leaves behind is worth a collection before more is made for placing them. */
const MANY_FILES = 20_000;

/**
 * Puts the output of an import, whose objects are all in the cache, at its path. What is there is replaced.
 *
 * @throws FILES_UNSAVED, PATH_BEHIND_LINK, LOCK_HELD before anything changes; IO_FAILED
 */
export async function placeImport(
  workspace: Workspace,
  draft: ImportDraft,
  { manifest, ...options }: PlaceImportOptions,
): Promise<void> {
  if ((manifest?.length ?? 0) >= MANY_FILES) collectGarbage("major");
  const stage = draftStage(draft);
  const targets = draft.content.outs.map((entry) => ({
    stage,
    output: makeOutput(entry, stage.wdir),
    within: undefined,
    manifest,
  }));
  const paths = lockedPaths(workspace, [stage], { deps: "none", outs: "write" });
  const checkouts = await withPathLock(workspace.project, paths, () => checkoutOutputs(workspace, targets, options));
  const [failure] = checkouts.flatMap(({ failures }) => failures);
  if (failure !== undefined) throw failure;
}
