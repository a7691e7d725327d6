import { appendAll } from "../../base/append-all.ts";
import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { isPushed } from "../../project/collect-wanted.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import type { ObjectIds, Remote } from "../../remotes/remote.ts";
import { shownPath } from "../compare/data-output.ts";
import { objectRows, type RowOptions } from "../compare/object-rows.ts";
import type { RecordedOutput } from "../compare/recorded-outputs.ts";

/** Which remote is asked for what. */
export interface NotInRemoteOptions extends RowOptions {
  readonly remote?: string;
  readonly refresh?: boolean;
}

/**
 * Lists the outputs, and if granular the files in them, whose objects their remotes do not have. Imports from other
 * repositories and outputs with `push: false` are left out. Without any remote, nothing is in it.
 *
 * @throws REMOTE_MISSING, REMOTE_UNSUPPORTED, and what the remotes throw
 */
export async function notInRemote(
  workspace: Workspace,
  outputs: Iterable<RecordedOutput>,
  options: NotInRemoteOptions,
): Promise<readonly string[]> {
  const { project } = workspace;
  const pushed = [...outputs].filter(({ owned }) => isPushed(owned, undefined));
  const lacking: string[] = [];
  for (const [name, group] of Map.groupBy(pushed, ({ owned }) => owned.output.entry.remote ?? options.remote)) {
    const remote = remoteIfAny(project, name);
    const rows = await objectRows(group, options);
    for (const [hashName, rowsOfHash] of Map.groupBy(rows, (row) => row.hashName)) {
      const oids = [...new Set(rowsOfHash.flatMap(({ oid }) => oid ?? []))];
      const missing = remote && (await findMissing({ remote, workspace }, { hashName, oids }, options));
      appendAll(
        lacking,
        rowsOfHash.filter(({ oid }) => oid === undefined || (missing?.has(oid) ?? true)).map(shownPath),
      );
    }
  }
  return lacking;
}

function remoteIfAny(project: Project, name: string | undefined): Remote | undefined {
  try {
    return openRemote(project, name);
  } catch (error) {
    if (isLodeError(error, "REMOTE_NOT_SET")) return undefined;
    throw error;
  }
}

/** Asks the remote and remembers what it has, or goes by what is remembered. */
async function findMissing(
  { remote, workspace }: { readonly remote: Remote; readonly workspace: Workspace },
  ids: ObjectIds,
  { refresh = true }: NotInRemoteOptions,
): Promise<ReadonlySet<Oid>> {
  const { statCache, run } = workspace;
  const name = `seen:${ids.hashName}@${remote.url}`;
  const seen = new Set(statCache.getFact(name)?.split(" "));
  if (!refresh) return new Set(ids.oids.filter((oid) => !seen.has(oid)));
  const missing = await remote.findMissing(ids, run);
  for (const oid of ids.oids) {
    if (missing.has(oid)) seen.delete(oid);
    else seen.add(oid);
  }
  statCache.setFact(name, [...seen].join(" "));
  return missing;
}
