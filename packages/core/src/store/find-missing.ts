import type { Oid } from "../base/oid.ts";
import { unpackError } from "../hash/thread-error.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import { runItems } from "./jobs/run-items.ts";
import { listIfWorthIt } from "./known-names.ts";
import type { ObjectStore } from "./object-store.ts";

/** Options of findMissing. */
export interface FindMissingOptions extends BatchOptions {
  /**
   * `modes` follows DVC: an object whose mode is exactly 0444 is trusted, any other is hashed, then made 0444 or set
   * aside. `names` only looks whether the name is there, which is faster for many objects. Default: `modes`.
   */
  readonly check?: "modes" | "names";
}

/**
 * Tells which objects a store does not have, in the order of `oids`, each once. An object that does not hash to its
 * name counts as missing and is set aside; see quarantineObject.
 *
 * @throws IO_FAILED if the store cannot be read; a store whose directory does not exist is empty
 */
export async function findMissing(
  store: ObjectStore,
  oids: Iterable<Oid>,
  options: FindMissingOptions = {},
): Promise<readonly Oid[]> {
  const wanted = [...new Set(oids)];
  const isListed = listIfWorthIt(store, wanted);
  const candidates = isListed === undefined ? wanted : wanted.filter(isListed);
  const present =
    isListed !== undefined && options.check === "names"
      ? new Set(candidates)
      : await checkObjects(store, candidates, options);
  return wanted.filter((oid) => !present.has(oid));
}

/** Two threads cost 100 ms and 40 MB, and save half of 3 µs an object: measured, they pay from here on. */
const LIGHT_OBJECTS = 200_000;

async function checkObjects(
  store: ObjectStore,
  oids: readonly Oid[],
  options: BatchOptions,
): Promise<ReadonlySet<Oid>> {
  const present = new Set<Oid>();
  await runItems(
    {
      items: oids,
      makeJob: (items) => ({ kind: "check", store, items }),
      onReply: (start, { done, states = [], errors }) => {
        const [first] = errors;
        if (first !== undefined) throw unpackError(first.error);
        for (const [i, oid] of oids.slice(start, start + done).entries()) {
          if (states[i] === "present") present.add(oid);
        }
      },
      batchSize: 2000,
      lightItems: LIGHT_OBJECTS,
    },
    options,
  );
  return present;
}
