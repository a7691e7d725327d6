import { LodeError } from "../../base/lode-error.ts";
import type { WantedByRemote } from "../../project/collect-wanted.ts";
import { type Mover, moveObjects } from "../../project/move-objects.ts";
import { remoteNotSet } from "../../project/open-remote.ts";
import { sharedRemotes } from "../../project/open-remote-to-read.ts";
import type { Project } from "../../project/project.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { joinOutcomes, type TransferOutcome, type WantedObjects } from "../../transfer/wanted-objects.ts";

/** What one remote got. */
export interface PushedToRemote {
  readonly remote: string;
  readonly pushed: number;
  /** Why it did not get everything that the cache has; undefined if it did. */
  readonly error: LodeError | undefined;
}

/** How sending to several remotes ended. */
export interface PushedToAll {
  readonly outcome: TransferOutcome;
  readonly remotes: readonly PushedToRemote[];
}

/**
 * Sends objects to every remote that may hold them, one after the other: those of outputs that name a remote to it alone,
 * all others to every remote of the configuration. One that fails does not keep the others from getting theirs.
 *
 * @throws REMOTE_NOT_SET if there is no remote, CANCELLED
 */
export async function pushToEveryRemote(
  project: Project,
  send: Mover,
  { wanted, context }: { readonly wanted: WantedByRemote; readonly context: MoveContext },
): Promise<PushedToAll> {
  const outcomes: TransferOutcome[] = [];
  const remotes: PushedToRemote[] = [];
  for (const [remote, groups] of byEveryRemote(project, wanted)) {
    try {
      const job = { wanted: new Map([[remote, groups]]), context };
      const outcome = await moveObjects({ ...project, remote }, send, job);
      outcomes.push({ ...outcome, failed: [] });
      remotes.push({ remote, pushed: outcome.transferred.length, error: firstFailure(outcome) });
    } catch (error) {
      if (!(error instanceof LodeError) || error.kind === "cancelled") throw error;
      remotes.push({ remote, pushed: 0, error });
    }
  }
  return { outcome: joinOutcomes(outcomes), remotes };
}

/** The error for remotes that did not get everything; undefined if all did. */
export function notEveryRemote(remotes: readonly PushedToRemote[]): LodeError | undefined {
  const failed = remotes.flatMap(({ remote, error }) => (error === undefined ? [] : [{ remote, error }]));
  const [first] = failed;
  if (first === undefined) return undefined;
  const names = failed.map(({ remote }) => `'${remote}'`).join(", ");
  return new LodeError("TRANSFER_FAILED", `Cannot push data to every remote: ${names} did not get everything`, {
    hint: "What has arrived stays; run the command again for the rest.",
    details: { failed: failed.map(({ remote, error }) => ({ remote, message: error.message })) },
    cause: first.error,
  });
}

function byEveryRemote(project: Project, wanted: WantedByRemote): ReadonlyMap<string, Groups> {
  const names = sharedRemotes(project);
  if (names.length === 0) throw remoteNotSet();
  const every = new Map<string, Groups>(names.map((name) => [name, wanted.get(undefined) ?? []]));
  for (const [name, groups] of wanted) {
    if (name !== undefined) every.set(name, [...(every.get(name) ?? []), ...groups]);
  }
  return every;
}

type Groups = readonly WantedObjects[];

function firstFailure({ failed }: TransferOutcome): LodeError | undefined {
  const error = failed[0]?.error;
  if (error === undefined || error instanceof LodeError) return error;
  throw error;
}
