import { isDirOid, type Oid } from "../../base/oid.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import type { OutputObjects } from "../needed/needed-objects.ts";

/**
 * Takes away the objects that their remote has: the cache need not keep them. Of a directory whose listing is not in the
 * remote everything stays. Imports stay too, since what they are is in no remote of this project.
 *
 * @param remote in place of the default remotes
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, and what remotes throw
 */
export async function notInRemote(
  outputs: readonly OutputObjects[],
  remote: string | undefined,
  run: MoveContext,
): Promise<readonly OutputObjects[]> {
  const missing = new Map<string, ReadonlySet<Oid>>();
  const own = outputs.filter(({ output }) => !output.isImport);
  for (const [key, group] of Map.groupBy(own, (one) => placeOf(one, remote).key)) {
    const [first] = group;
    if (first === undefined) continue;
    const oids = [...new Set(group.flatMap((one) => one.oids))];
    missing.set(key, await placeOf(first, remote).remote.findMissing({ hashName: first.output.hashName, oids }, run));
  }
  return outputs.map((one) => {
    const absent = one.output.isImport ? undefined : missing.get(placeOf(one, remote).key);
    if (absent === undefined || (isDirOid(one.output.oid) && absent.has(one.output.oid))) return one;
    return { ...one, oids: one.oids.filter((oid) => absent.has(oid)) };
  });
}

/** The remote that an output is kept in, and a text that is the same for all outputs there. */
function placeOf({ output }: OutputObjects, name: string | undefined) {
  const remote = openRemote(output.project, output.remote ?? name);
  return { remote, key: `${output.hashName} ${remote.url}` };
}
