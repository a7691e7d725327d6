import { join } from "node:path";
import type { RelPath } from "../../base/rel-path.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { copyFileAtomic } from "../../fs/copy-file-atomic.ts";
import { realDirsBelow } from "../../fs/ensure-real-dirs.ts";
import { pathExists } from "../../fs/path-exists.ts";
import { ignoreScopeAt } from "../../project/ignore-scope.ts";
import { entryState } from "../../project/workspace/save-state.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import {
  allIgnored,
  fullPath,
  type LocalLocation,
  memoryOf,
  type Workspace,
} from "../../project/workspace/workspace.ts";
import type { FoundAtUrl } from "../../remotes/storage/url-files.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { saveScan } from "../../worktree/save/save-scan.ts";
import { dirRegion } from "../../worktree/scan/region.ts";
import { isScan, pathIn, type Scan } from "../../worktree/scan/scan.ts";
import { scanRegion } from "../../worktree/scan/scan-region.ts";
import { hidingRules } from "../import-item.ts";
import { copiedState } from "./copied-state.ts";
import { type HiddenFile, storeStorage } from "./store-storage.ts";
import type { UrlPlace } from "./url-place.ts";
import { urlMissing, urlState } from "./url-state.ts";

/** Data from a URL that was brought into a store. */
export interface StoredUrl {
  /** What metadata say of the data where it comes from. */
  readonly dependency: EntryState;
  /** What they say of it here: all but what the project's `.dvcignore` hides at its new place. */
  readonly output: EntryState;
  /** Files of a directory that are hidden, and brought along untracked. */
  readonly hidden: readonly HiddenFile[];
}

/** Where data goes. */
export interface UrlTarget {
  readonly store: ObjectStore;
  readonly location: LocalLocation;
  /** What is brought of storage over a network. Default: what is there now. */
  readonly found?: FoundAtUrl | undefined;
}

/**
 * Brings data from a URL into a store; each byte is read once.
 *
 * @throws URL_MISSING, and what hashing, saving and downloading throw
 */
export async function storeUrl(workspace: Workspace, place: UrlPlace, target: UrlTarget): Promise<StoredUrl> {
  if (place.kind === "storage") {
    const isHidden = hidingRules({ project: workspace.project, location: target.location });
    return storeStorage(place, { store: target.store, isHidden, found: target.found }, workspace.run);
  }
  const scan = await scanLocation(workspace, place.location, { isDependency: true });
  if (!isScan(scan)) throw urlMissing(place);
  const hidden = await hiddenFiles(workspace, scan, target.location);
  return hidden.length === 0
    ? storeAll(workspace, { place, scan }, target)
    : storeVisible(workspace, { place, hidden }, target);
}

type LocalPlace = Extract<UrlPlace, { kind: "local" }>;

async function storeAll(
  workspace: Workspace,
  { place, scan }: { readonly place: LocalPlace; readonly scan: Scan },
  { store }: UrlTarget,
): Promise<StoredUrl> {
  const memory = memoryOf(workspace, place.location, "md5");
  const { state } = await saveScan(scan, { store, memory, relink: false, run: workspace.run });
  return { dependency: entryState(state, "md5"), output: copiedState(state), hidden: [] };
}

/** What is hidden is hashed, since it is a part of the dependency, but not stored. */
async function storeVisible(
  workspace: Workspace,
  { place, hidden }: { readonly place: LocalPlace; readonly hidden: readonly HiddenFile[] },
  { store, location }: UrlTarget,
): Promise<StoredUrl> {
  const { project, run } = workspace;
  const scope = (await ignoreScopeAt(project.tree, location.path)) ?? allIgnored;
  const visible = await scanRegion(dirRegion(fullPath(workspace, place.location)), { scope });
  const dependency = await urlState(workspace, place);
  if (dependency === undefined || !isScan(visible)) throw urlMissing(place);
  const { state } = await saveScan(visible, { store, memory: undefined, relink: false, run });
  return { dependency, output: copiedState(state), hidden };
}

async function hiddenFiles(
  { project }: Workspace,
  scan: Scan,
  location: LocalLocation,
): Promise<readonly HiddenFile[]> {
  if (scan.kind === "file") return [];
  const isHidden = hidingRules({ project, location });
  const hidden: HiddenFile[] = [];
  for (const relpath of filesOf(scan)) {
    if (await isHidden(relpath))
      hidden.push({ relpath, bring: async (path) => copyFileAtomic(join(scan.base, relpath), path) });
  }
  return hidden;
}

function* filesOf({ dirs }: Scan): Generator<RelPath> {
  // Names that a listing gave, joined to the path of their directory, stay below the scan's base.
  for (const dir of dirs) for (const name of dir.stats.names) yield pathIn(dir, name) as RelPath;
}

/** Brings hidden files to where an import is now; what is there already stays. @throws IO_FAILED, what the storage throws */
export async function bringHidden(hidden: readonly HiddenFile[], target: string): Promise<void> {
  const ensure = realDirsBelow(target);
  for (const { relpath, bring } of hidden) {
    if (pathExists(join(target, relpath))) continue;
    ensure(relpath.slice(0, Math.max(0, relpath.lastIndexOf("/"))));
    await bring(join(target, relpath));
  }
}
