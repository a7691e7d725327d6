import type { RemoteConfig } from "../../formats/config/config.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import { openVersionedRemote } from "../../project/open-versioned-remote.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { batchContext, type MoveContext } from "../../transfer/transfer-progress.ts";
import { joinOutcomes, type TransferOutcome } from "../../transfer/wanted-objects.ts";
import { recordVersions } from "./record-versions.ts";
import { type SendableOutput, sendableOutput } from "./sendable-output.ts";

/** Outputs of the work tree that belong to a remote which keeps versions. */
export interface VersionedOutputs {
  readonly remote: RemoteConfig;
  readonly outputs: readonly WantedOutput[];
}

/**
 * Sends the files of outputs to their own paths on a remote, and records in the metadata which versions they are there. What
 * has arrived is recorded even if others fail.
 *
 * @throws STORAGE_REJECTED in the outcome if the storage keeps no versions; what opening and writing of metadata throw
 */
export async function pushVersions(
  project: Project,
  { remote, outputs }: VersionedOutputs,
  context: MoveContext,
): Promise<TransferOutcome> {
  const opened = openVersionedRemote(project, remote, []);
  const outcomes: TransferOutcome[] = [];
  for (const [hashName, group] of Map.groupBy(outputs, ({ output }) => output.hashName)) {
    const store = storeOf(project.cache, hashName);
    const sendable: SendableOutput[] = [];
    for (const wanted of group) sendable.push(await sendableOutput(store, wanted, remote.name));
    const files = new Map(sendable.flatMap((one) => one.files.map((file) => [file.key, file])));
    const batch = batchContext(context, "push", { before: 0, total: files.size });
    const { report, sent } = await opened.sendFiles(store, [...files.values()], batch);
    recordVersions(project, { remote: remote.name, outputs: sendable, sent }, context);
    const unknown = sendable.flatMap(({ missing }) => missing);
    outcomes.push({ ...report, missing: [...report.missing, ...unknown] });
  }
  return joinOutcomes(outcomes);
}
