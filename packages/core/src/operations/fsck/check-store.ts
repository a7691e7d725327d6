import type { RunContext } from "../../base/events.ts";
import type { Oid } from "../../base/oid.ts";
import { collectAfter } from "../../fs/collect-after.ts";
import type { Project } from "../../project/project.ts";
import { listObjects } from "../../store/list-objects.ts";
import { type ObjectStore, objectPath } from "../../store/object-store.ts";
import { verifyObjects } from "../../store/verify-objects.ts";
import { batchOptions } from "../../worktree/batch-options.ts";
import type { OutputObjects } from "../needed/needed-objects.ts";
import type { NeededOutput } from "../needed/needed-outputs.ts";
import { objectUsers } from "../needed/object-users.ts";
import type { CheckedPlace } from "./problem.ts";

/** A store, and the outputs that are to be in it. */
export interface StoreToCheck {
  readonly name: string;
  readonly store: ObjectStore;
  /** Those of its hash name. */
  readonly outputs: readonly OutputObjects[];
  /** Outputs of which something is in the work tree. */
  readonly inWorkspace: ReadonlySet<NeededOutput>;
}

/** What was found in a store. */
export interface CheckedStore {
  readonly place: CheckedPlace;
  /** Outputs that nobody has brought here: their own object is not in the store, and nothing is in the work tree. */
  readonly absent: readonly NeededOutput[];
}

/**
 * Reads and hashes every object of a store, and looks for what outputs need. Nothing is changed.
 *
 * @throws IO_FAILED if the store cannot be listed, CANCELLED
 */
export async function checkStore(
  project: Project,
  { name, store, outputs, inWorkspace }: StoreToCheck,
  run: RunContext,
): Promise<CheckedStore> {
  const present = [...listObjects(store)];
  const options = batchOptions({ task: "verify", total: present.length }, run);
  const { damaged, bytes } = await verifyObjects(store, present, options);
  const here = new Set(present);
  const isAbsent = ({ output }: OutputObjects): boolean => !here.has(output.oid) && !inWorkspace.has(output);
  const missing = new Set(outputs.flatMap((one) => (isAbsent(one) ? [] : one.oids.filter((oid) => !here.has(oid)))));
  collectAfter(missing.size);
  const users = objectUsers(project, outputs, [...missing, ...damaged.map(({ oid }) => oid)]);
  const problemOf = (oid: Oid) => ({
    hashName: store.hashName,
    oid,
    location: objectPath(store, oid),
    paths: users.get(oid) ?? [],
    isSolved: false,
  });
  const place: CheckedPlace = {
    kind: "cache",
    name,
    checked: present.length,
    bytes,
    problems: [
      ...damaged.map(({ oid, reason }) => ({ kind: "damaged" as const, ...problemOf(oid), reason })),
      ...[...missing].map((oid) => ({ kind: "missing" as const, ...problemOf(oid) })),
    ],
  };
  return { place, absent: outputs.filter(isAbsent).map(({ output }) => output) };
}
