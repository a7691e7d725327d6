import type { HashName } from "../../base/oid.ts";
import { collectAfter } from "../../fs/collect-after.ts";
import { isPushed } from "../../project/collect-wanted.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import { verifiedDirs } from "../../project/verified-dirs.ts";
import type { Remote } from "../../remotes/remote.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { verifyRemote } from "../../transfer/verify-remote.ts";
import type { OutputObjects } from "../needed/needed-objects.ts";
import { objectUsers } from "../needed/object-users.ts";
import type { CheckedPlace, Problem } from "./problem.ts";

/** A remote, and the outputs of one hash name that are to be in it. */
export interface RemoteToCheck {
  readonly remote: Remote;
  readonly hashName: HashName;
  readonly outputs: readonly OutputObjects[];
}

/**
 * Finds the remotes that outputs are pushed to.
 *
 * @param name in place of the default remote; outputs that name another remote are then left out
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, REMOTE_UNSUPPORTED
 */
export function remotesToCheck(
  project: Project,
  outputs: readonly OutputObjects[],
  name: string | undefined,
): readonly RemoteToCheck[] {
  const chosen = openRemote(project, name);
  const pushed = outputs.filter(({ output }) => isPushed(output.owned, name));
  const remoteOf = ({ output }: OutputObjects): Remote =>
    output.remote === undefined ? chosen : openRemote(project, output.remote);
  const groups = Map.groupBy(pushed, (one) => `${one.output.hashName} ${remoteOf(one).url}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ remote: remoteOf(first), hashName: first.output.hashName, outputs: group }];
  });
}

/**
 * Reads and hashes what a remote has of outputs. Nothing is changed, but what was found out before is forgotten if
 * something is missing.
 *
 * @throws what the remote throws, CANCELLED
 */
export async function checkRemote(
  project: Project,
  { remote, hashName, outputs }: RemoteToCheck,
  context: MoveContext,
): Promise<CheckedPlace> {
  const oids = [...new Set(outputs.flatMap((output) => output.oids))];
  const { damaged, missing, bytes } = await verifyRemote(remote, { hashName, oids }, context);
  // What asking for many that are not there has left behind.
  collectAfter(missing.length);
  if (missing.length > 0) verifiedDirs(project, remote, hashName).clear();
  const users = objectUsers(project, outputs, [...missing, ...damaged.map(({ oid }) => oid)]);
  const problemOf = (oid: (typeof oids)[number]): Omit<Problem, "kind"> => ({
    hashName,
    oid,
    location: remote.objectUrl({ hashName, oid }),
    paths: users.get(oid) ?? [],
    isSolved: false,
  });
  return {
    kind: "remote",
    name: remote.name,
    checked: oids.length - missing.length,
    bytes,
    problems: [
      ...damaged.map(({ oid, reason }) => ({ kind: "damaged" as const, ...problemOf(oid), reason })),
      ...missing.map((oid) => ({ kind: "missing" as const, ...problemOf(oid) })),
    ],
  };
}
