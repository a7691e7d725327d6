import { join } from "node:path";
import type { Oid } from "../../base/oid.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { tmpDir } from "../../project/project-lock.ts";
import { findAbsent } from "../../store/find-absent.ts";
import { type ObjectStore, objectPath } from "../../store/object-store.ts";
import { replaceObject } from "../../store/replace-object.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { passingOver } from "./passing-over.ts";
import { addFromWorkspace, remotesOf, type StoreSources } from "./store-sources.ts";

/** What became of damaged objects. */
export interface Replacements {
  /** Those that were replaced, with the name of the place that had a sound copy. */
  readonly from: Map<Oid, string>;
  /** Where the damaged bytes are now. */
  readonly aside: Map<Oid, string | undefined>;
}

/**
 * Replaces damaged objects by copies from the work tree or a remote. Copies are collected in a folder of their own and
 * verified there; each then takes the place of the damaged object by rename, so that a kill leaves the one or the other.
 *
 * @throws IO_FAILED, CANCELLED; a place that cannot be asked is passed over with a warning
 */
export async function replaceDamaged(
  sources: StoreSources,
  damaged: readonly Oid[],
  context: MoveContext,
): Promise<Replacements> {
  const replaced: Replacements = { from: new Map(), aside: new Map() };
  if (damaged.length === 0) return replaced;
  const { project, outputs } = sources;
  const { asideDir: _asideDir, ...likeStore } = sources.store;
  const side: ObjectStore = { ...likeStore, dir: join(tmpDir(project), "lode", "repair"), linkTypes: ["copy"] };
  // A run that was ended early has left copies which nobody has verified since.
  removeTree(side.dir);
  const open = new Set(damaged);
  await passingOver(() => addFromWorkspace(sources, side, open), context);
  takePlaces(sources.store, { side, open, name: "the workspace" }, replaced);
  for (const remote of remotesOf(project, outputs)) {
    if (open.size === 0) break;
    await passingOver(() => remote.fetchInto(side, [...open], context), context);
    takePlaces(sources.store, { side, open, name: `the remote '${remote.name}'` }, replaced);
  }
  removeTree(side.dir);
  return replaced;
}

interface Collection {
  readonly side: ObjectStore;
  /** Objects that are still damaged. */
  readonly open: Set<Oid>;
  /** Of the place that was asked last. */
  readonly name: string;
}

function takePlaces(store: ObjectStore, { side, open, name }: Collection, { from, aside }: Replacements): void {
  const absent = findAbsent(side, [...open]);
  for (const oid of open) {
    if (absent.has(oid)) continue;
    aside.set(oid, replaceObject(store, oid, objectPath(side, oid)));
    from.set(oid, name);
    open.delete(oid);
  }
}
