import { LodeError } from "../../base/lode-error.ts";
import { isDirOid } from "../../base/oid.ts";
import type { RemoteConfig } from "../../formats/config/config.ts";
import { collectWanted, type WantedOutput } from "../../project/collect-wanted.ts";
import { openVersionsToRead } from "../../project/open-versioned-remote.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { fetchObjects } from "../../transfer/fetch-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { joinOutcomes, type TransferOutcome } from "../../transfer/wanted-objects.ts";

/**
 * Brings the objects of outputs into the cache from a remote that keeps versions of files: exactly the versions that the
 * metadata name. A file without one, which the cache does not have either, fails.
 *
 * @throws what opening of the remote throws
 */
export async function fetchVersions(
  project: Project,
  { remote, outputs }: { readonly remote: RemoteConfig; readonly outputs: readonly WantedOutput[] },
  context: MoveContext,
): Promise<TransferOutcome> {
  const opened = openVersionsToRead(
    project,
    remote,
    outputs.map(({ output }) => output),
  );
  const outcomes: TransferOutcome[] = [];
  for (const groups of collectWanted(outputs).values()) {
    for (const wanted of groups) {
      outcomes.push(
        await fetchObjects({ store: storeOf(project.cache, wanted.hashName), remote: opened }, wanted, context),
      );
    }
  }
  const { transferred, missing, failed } = joinOutcomes(outcomes);
  return {
    // The metadata are the manifest: nothing of it was fetched.
    transferred: transferred.filter((oid) => !isDirOid(oid)),
    missing: [],
    failed: [...failed, ...missing.map((oid) => ({ oid, error: noVersion(oid, remote) }))],
  };
}

function noVersion(oid: string, { name }: RemoteConfig): LodeError {
  return new LodeError(
    "OBJECT_MISSING",
    `Cannot fetch the object '${oid}': no version of it on '${name}' is recorded`,
    {
      hint: "Push it from a place that has it, or look whether the bucket still has the version.",
      details: { oid, remote: name },
    },
  );
}
