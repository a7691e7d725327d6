import type { HashName, Oid } from "../base/oid.ts";
import type { QueryContext, Remote } from "../remotes/remote.ts";
import type { VerifiedDirs } from "./verified-dirs.ts";

/** Objects to ask a remote for. */
export interface ObjectsToFind {
  readonly hashName: HashName;
  readonly files: readonly Oid[];
  readonly dirs: readonly DirToFind[];
}

/** A directory with its members. */
export interface DirToFind {
  readonly oid: Oid;
  readonly members: readonly Oid[];
  /** Whether these are all members. */
  readonly isWhole: boolean;
}

/**
 * Finds the objects that a remote lacks. Every listing is asked for; the members of one that is known to be whole only if
 * a listing vanished meanwhile, for then somebody removed objects.
 *
 * @param verified undefined: everything is asked for
 * @throws what the remote throws
 */
export async function findMissingObjects(
  { remote, verified }: { readonly remote: Remote; readonly verified?: VerifiedDirs | undefined },
  { hashName, files, dirs }: ObjectsToFind,
  run: QueryContext,
): Promise<ReadonlySet<Oid>> {
  const { trusted = [], others = [] } = Object.groupBy(dirs, ({ oid }) => (verified?.has(oid) ? "trusted" : "others"));
  const asked = new Set([...files, ...dirs.map(({ oid }) => oid), ...others.flatMap(({ members }) => members)]);
  const missing = new Set(await remote.findMissing({ hashName, oids: [...asked] }, run));
  if (trusted.some(({ oid }) => missing.has(oid))) {
    verified?.clear();
    const rest = new Set(trusted.flatMap(({ members }) => members.filter((oid) => !asked.has(oid))));
    for (const oid of await remote.findMissing({ hashName, oids: [...rest] }, run)) missing.add(oid);
  }
  const isThere = ({ oid, members }: DirToFind): boolean =>
    !missing.has(oid) && !members.some((one) => missing.has(one));
  for (const dir of others) if (dir.isWhole && isThere(dir)) verified?.add(dir);
  return missing;
}
