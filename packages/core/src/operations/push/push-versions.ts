import type { RemoteConfig } from "../../formats/config/config.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import { openVersionedRemote } from "../../project/open-versioned-remote.ts";
import { type Project, storeOf } from "../../project/project.ts";
import type { StorageFile } from "../../remotes/storage/remote-storage.ts";
import type { SendVersionsContext } from "../../remotes/storage/send-versions.ts";
import type { VersionedRemote } from "../../remotes/storage/versioned-remote.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { batchContext, type MoveContext } from "../../transfer/transfer-progress.ts";
import { joinOutcomes, type TransferOutcome } from "../../transfer/wanted-objects.ts";
import { recordVersions, type SentOutputs } from "./record-versions.ts";
import { type SendableOutput, sendableOutput } from "./sendable-output.ts";

/** Outputs of the work tree that belong to a remote which keeps versions. */
export interface VersionedOutputs {
  readonly remote: RemoteConfig;
  readonly outputs: readonly WantedOutput[];
}

/**
 * Sends the files of outputs to their own paths on remotes, and records in the metadata which versions they are there. What
 * has arrived is recorded even if others fail, or the run ends.
 *
 * @throws STORAGE_REJECTED in the outcome if the storage keeps no versions; what opening and writing of metadata throw,
 *   CANCELLED
 */
export async function pushVersions(
  project: Project,
  groups: readonly VersionedOutputs[],
  context: MoveContext,
): Promise<TransferOutcome> {
  const outcomes: TransferOutcome[] = [];
  const sent: SentOutputs[] = [];
  try {
    for (const { remote, outputs } of groups) {
      const opened = openVersionedRemote(project, remote, []);
      for (const [hashName, group] of Map.groupBy(outputs, ({ output }) => output.hashName)) {
        const store = storeOf(project.cache, hashName);
        const sendable: SendableOutput[] = [];
        for (const wanted of group) sendable.push(await sendableOutput(store, wanted, remote.name));
        const files = new Map<string, StorageFile>();
        sent.push({ remote: remote.name, outputs: sendable, sent: files });
        const onSent = (file: StorageFile) => void files.set(file.key, file);
        outcomes.push(await sendAll({ store, remote: opened }, sendable, { ...context, onSent }));
      }
    }
  } finally {
    // A stage whose outputs are on several remotes is written once.
    recordVersions(project, sent, context);
  }
  return joinOutcomes(outcomes);
}

async function sendAll(
  { store, remote }: { readonly store: ObjectStore; readonly remote: VersionedRemote },
  outputs: readonly SendableOutput[],
  context: MoveContext & Pick<SendVersionsContext, "onSent">,
): Promise<TransferOutcome> {
  const files = new Map(outputs.flatMap((one) => one.files.map((file) => [file.key, file])));
  const batch = batchContext(context, "push", { before: 0, total: files.size });
  const report = await remote.sendFiles(store, [...files.values()], { ...batch, onSent: context.onSent });
  return { ...report, missing: [...report.missing, ...outputs.flatMap(({ missing }) => missing)] };
}
