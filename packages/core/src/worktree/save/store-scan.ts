import type { RunContext } from "../../base/events.ts";
import type { Oid } from "../../base/oid.ts";
import { addFiles } from "../../store/add-files.ts";
import { type FindMissingOptions, findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { CachedOutput } from "../../store/stat-cache/stat-cache.ts";
import { batchOptions } from "../batch-options.ts";
import { isKnownComplete } from "../digest/completeness.ts";
import type { DigestMemory } from "../digest/digest-memory.ts";
import { type DigestedScan, enterDigests, type RowList, rowPaths } from "../digest/digested-scan.ts";
import { recallDigests } from "../digest/recall-digests.ts";
import { recallKnownTree } from "../digest/tree-fact.ts";
import type { Scan } from "../scan/scan.ts";

/** What storing of a scan needs. */
export interface StoreContext {
  readonly store: ObjectStore;
  /** Undefined: every file is read. */
  readonly memory: DigestMemory | undefined;
  /** True: new objects may be hard links to the files. */
  readonly hardlink: boolean;
  /**
   * How the objects of files that have not changed are looked up; see findMissing. `known` looks none of them up if they
   * are those of a directory that the store is known to have; see isKnownComplete. Default: `modes`.
   */
  readonly check?: FindMissingOptions["check"] | "known";
  readonly run: RunContext;
}

/**
 * Hashes the files of a scan and puts them into a store, in one pass over those that are new, changed, or not in the
 * store. Nothing is remembered yet: the caller may still relink the files.
 *
 * @throws FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED; objects that were finished stay
 */
export async function storeScan(scan: Scan, context: StoreContext): Promise<DigestedScan> {
  const { store, memory, hardlink, run } = context;
  const known = memory?.statCache.load(memory.key) ?? new Map();
  const digested = recallDigests(scan, memory, known);
  const missing = isAllStored(known, context) ? new Set<Oid>() : await missingObjects(digested, context);
  const rows = rowsToStore(digested, missing);
  if (rows.rows.length === 0) return digested;
  const addOptions = { ...batchOptions({ task: "store", total: rows.rows.length }, run), hardlink };
  enterDigests(digested, rows, await addFiles(store, rowPaths(digested, rows), addOptions));
  return digested;
}

function isAllStored(known: CachedOutput, { store, memory, check }: StoreContext): boolean {
  const state = check === "known" ? recallKnownTree(known, memory) : undefined;
  return state !== undefined && isKnownComplete({ store, manifestOid: state.oid, members: state.files, memory });
}

async function missingObjects(
  digested: DigestedScan,
  { store, check = "modes", run }: StoreContext,
): Promise<ReadonlySet<Oid>> {
  const options = {
    ...batchOptions({ task: "query", total: digested.scan.files }, run),
    check: check === "known" ? ("modes" as const) : check,
  };
  return new Set(await findMissing(store, knownOids(digested), options));
}

/** The digests that are entered in a scan. */
function* knownOids({ dirs }: DigestedScan): Generator<Oid> {
  for (const { oids } of dirs) {
    for (const oid of oids) {
      if (oid !== undefined) yield oid;
    }
  }
}

/** The rows that have no digest, or one whose object is missing. */
function rowsToStore({ dirs }: DigestedScan, missing: ReadonlySet<Oid>): RowList {
  const list: RowList = { dirs: [], rows: [] };
  for (const [index, { oids }] of dirs.entries()) {
    for (let row = 0; row < oids.length; row++) {
      const oid = oids[row];
      if (oid !== undefined && !missing.has(oid)) continue;
      list.dirs.push(index);
      list.rows.push(row);
    }
  }
  return list;
}
