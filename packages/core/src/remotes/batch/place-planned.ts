import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { realDirsBelow } from "../../fs/ensure-real-dirs.ts";
import { type PlacedObject, placeObjects } from "../../store/place-objects.ts";
import type { ObjectBytes, PutOptions } from "../../store/put-each.ts";
import type { FilePlan } from "../remote.ts";
import type { TakeObjects } from "./batch-download.ts";

/**
 * Makes what writes the files of a plan as their objects arrive, each verified before it gets its name. Files that exist
 * are replaced.
 */
export function placePlanned(
  { root, hashName }: FilePlan,
  items: ReadonlyMap<Oid, FilePlan["items"]>,
  options: PutOptions,
): TakeObjects {
  const ensure = realDirsBelow(root);
  const planned = (object: ObjectBytes): PlacedObject => {
    const files = items.get(object.oid) ?? [];
    for (const { relpath } of files) ensure(relpath.slice(0, Math.max(0, relpath.lastIndexOf("/"))));
    const targets = files.map(({ relpath, executable = false }) => ({ path: `${root}/${relpath}`, executable }));
    return { ...object, targets };
  };
  return async (objects) => {
    const failures = new Array<Error | undefined>(objects.length).fill(undefined);
    const placed: PlacedObject[] = [];
    const rows: number[] = [];
    for (const [row, object] of objects.entries()) {
      try {
        placed.push(planned(object));
        rows.push(row);
      } catch (error) {
        if (!isLodeError(error)) throw error;
        failures[row] = error;
      }
    }
    const outcome = await placeObjects(hashName, placed, options);
    for (const [at, row] of rows.entries()) failures[row] = outcome[at];
    return failures;
  };
}
