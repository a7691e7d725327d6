import { LodeError } from "../base/lode-error.ts";
import type { Remote } from "../remotes/remote.ts";
import { isPassing } from "../remotes/retry-passing.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import { joinOutcomes, type TransferOutcome, type WantedObjects } from "../transfer/wanted-objects.ts";
import type { WantedByRemote } from "./collect-wanted.ts";
import { openRemote, type RemoteOwner } from "./open-remote.ts";
import { type ProjectCache, storeOf } from "./project.ts";

/** What moves objects of one remote: pushObjects or fetchObjects. */
export type Mover = (
  route: { readonly store: ObjectStore; readonly remote: Remote },
  wanted: WantedObjects,
  context: MoveContext,
) => Promise<TransferOutcome>;

/** Between which cache and remotes objects move. */
export interface MovePlaces extends RemoteOwner {
  readonly cache: ProjectCache;
  /** The remote in place of the default one. */
  readonly remote: string | undefined;
  /** Opens the remote of outputs that name none. Default: openRemote. */
  readonly openDefault?: typeof openRemote;
}

/**
 * Moves objects remote by remote.
 *
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, REMOTE_UNSUPPORTED before anything moves
 */
export async function moveObjects(
  places: MovePlaces,
  move: Mover,
  job: { readonly wanted: WantedByRemote; readonly context: MoveContext },
): Promise<TransferOutcome> {
  const { openDefault = openRemote } = places;
  const routes = [...job.wanted].map(([name, groups]) => ({
    remote: name === undefined ? openDefault(places, places.remote) : openRemote(places, name),
    groups,
  }));
  const outcomes: TransferOutcome[] = [];
  for (const { remote, groups } of routes) {
    for (const wanted of groups) {
      outcomes.push(await move({ store: storeOf(places.cache, wanted.hashName), remote }, wanted, job.context));
    }
  }
  return joinOutcomes(outcomes);
}

/** Warns of objects that exist nowhere. */
export function warnMissing(outcome: TransferOutcome, context: MoveContext): void {
  if (outcome.missing.length === 0) return;
  const lines = outcome.missing.map((oid) => `md5: ${oid}`);
  context.onEvent?.({
    type: "warning",
    message: `Some of the cache files do not exist neither locally nor on remote. Missing cache files:\n${lines.join("\n")}`,
  });
}

/**
 * The error for objects that could not be moved.
 *
 * @param what such as `push data to the remote`
 */
export function transferError(what: string, { failed }: TransferOutcome): LodeError {
  const [first] = failed;
  return new LodeError(
    "TRANSFER_FAILED",
    `Cannot ${what}: ${failed.length} ${failed.length === 1 ? "file" : "files"} failed`,
    {
      hint: helpFor(first?.error) ?? "What has arrived stays; run the command again for the rest.",
      details: { failed: failed.map(({ oid, error }) => ({ oid, message: error.message })) },
      ...(first !== undefined && { cause: first.error }),
    },
  );
}

/** Where trying again does not help, what to do about the first failure matters more. */
function helpFor(error: Error | undefined): string | undefined {
  return error instanceof LodeError && !isPassing(error) ? error.hint : undefined;
}
