import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import type { TransferReport } from "../remotes/remote.ts";
import { findMissing } from "../store/find-missing.ts";
import { isFreshStore } from "../store/object-store.ts";
import { readManifest } from "../store/read-manifest.ts";
import type { Route } from "./fetch-objects.ts";
import { type DirToFind, findMissingObjects } from "./find-missing-objects.ts";
import { wantedMembers } from "./read-members.ts";
import { replaceInRemote } from "./replace-in-remote.ts";
import { batchContext, type MoveContext } from "./transfer-progress.ts";
import type { VerifiedDirs } from "./verified-dirs.ts";
import { verifyRemote } from "./verify-remote.ts";
import type { TransferOutcome, WantedDir, WantedObjects } from "./wanted-objects.ts";

/** Between which two places objects move, and what is remembered of the second. */
export interface PushRoute extends Route {
  /** Default: every member of a directory is asked for. */
  readonly verified?: VerifiedDirs | undefined;
}

interface DirState {
  readonly dir: WantedDir;
  /** The wanted members; undefined if the store does not have the manifest. */
  readonly members: readonly Oid[] | undefined;
  /** All members: a manifest that is sent says that they are all there. */
  readonly all: readonly Oid[];
}

/**
 * Sends objects as pushObjects does, but reads all that the remote has of them first, and replaces what is damaged there
 * by copies of the store that were just verified.
 *
 * @throws what the remote throws when it is to delete or is read
 */
export async function pushOverDamaged(
  route: Route,
  wanted: WantedObjects,
  context: MoveContext,
): Promise<TransferOutcome> {
  const { hashName } = wanted;
  const dirs = await readDirs(route, wanted.dirs);
  const oids = [...new Set([...wanted.files, ...dirs.flatMap(({ dir, members = [] }) => [...members, dir.oid])])];
  const { damaged } = await verifyRemote(route.remote, { hashName, oids }, context);
  const left = new Map(damaged.map(({ oid, reason }) => [oid, reason]));
  const { removed, replaced, failed } = await replaceInRemote(route, [...left.keys()], context);
  for (const oid of [...removed, ...replaced, ...failed.map((failure) => failure.oid)]) left.delete(oid);
  const outcome = await pushObjects(route, wanted, context);
  const unreplaced = [...left].map(([oid, reason]) => ({ oid, error: stillDamaged(route, oid, reason) }));
  return {
    ...outcome,
    transferred: [...replaced, ...outcome.transferred],
    failed: [...outcome.failed, ...failed, ...unreplaced],
  };
}

function stillDamaged({ remote }: Route, oid: Oid, reason: string): LodeError {
  return new LodeError("OBJECT_CORRUPT", `Cannot replace the object '${oid}' of '${remote.url}': ${reason}`, {
    hint: "The cache has no sound copy of it. Bring one with `lode fsck --repair`.",
    details: { oid, remote: remote.url },
  });
}

/**
 * Sends objects from the store to a remote:
 *
 * 1. Read the manifests of the store, and ask the remote which of all wanted objects it lacks.
 * 2. Send files and members that the store has.
 * 3. Send each manifest whose members are all there, so that a manifest on a remote means a whole directory.
 *
 * What the remote has already is never read nor sent.
 */
export async function pushObjects(
  route: PushRoute,
  wanted: WantedObjects,
  context: MoveContext,
): Promise<TransferOutcome> {
  const dirs = await readDirs(route, wanted.dirs);
  const lacking = await findMissingObjects(route, { ...wanted, dirs: dirs.map(dirToFind) }, context);
  const manifests = new Set(dirs.map(({ dir }) => dir.oid).filter((oid) => lacking.has(oid)));
  const doubtful = readsForItself(route) ? manifests : lacking;
  const absent = new Set(await findMissing(route.store, doubtful, signalOf(context)));
  const chosen = new Set([...wanted.files, ...dirs.flatMap(({ members = [] }) => members)]);
  const sendable = [...lacking].filter((oid) => chosen.has(oid) && !absent.has(oid) && !manifests.has(oid));
  const total = sendable.length + manifests.size;
  const batch = batchContext(context, "push", { before: 0, total });
  const sent = await send(route, sendable, batch);
  const left = [...lacking].filter((oid) => !chosen.has(oid) && !manifests.has(oid));
  const bad = new Set([...absent, ...left, ...sent.missing, ...sent.failed.map(({ oid }) => oid)]);
  const complete = dirs.filter((state) => manifests.has(state.dir.oid) && isComplete(state, bad));
  const last = await send(
    route,
    [...new Set(complete.map(({ dir }) => dir.oid))],
    batchContext(context, "push", { before: sendable.length, total, bytesBefore: batch.moved.bytes }),
  );
  const arrived = new Set(last.transferred);
  await route.verified?.confirm(
    complete.filter(({ dir }) => arrived.has(dir.oid)).map(({ dir, all }) => ({ oid: dir.oid, members: all })),
  );
  return {
    transferred: [...sent.transferred, ...last.transferred],
    missing: [...[...absent].filter((oid) => chosen.has(oid) || manifests.has(oid)), ...sent.missing, ...last.missing],
    failed: [...sent.failed, ...last.failed],
  };
}

/** A folder takes no object that it has not read itself, and tells which are missing. */
function readsForItself({ remote }: Route): boolean {
  return remote.storeOf !== undefined;
}

function signalOf({ signal }: MoveContext): Pick<MoveContext, "signal"> {
  return signal === undefined ? {} : { signal };
}

function dirToFind({ dir, all }: DirState): DirToFind {
  return { oid: dir.oid, members: all, isWhole: all.length > 0 };
}

function isComplete({ dir, members, all }: DirState, bad: ReadonlySet<Oid>): boolean {
  return members !== undefined && !bad.has(dir.oid) && !all.some((oid) => bad.has(oid));
}

async function readDirs({ store, remote }: Route, dirs: readonly WantedDir[]): Promise<readonly DirState[]> {
  const folder = remote.storeOf?.(store.hashName);
  const isWorkAhead = folder !== undefined && isFreshStore(folder);
  const states: DirState[] = [];
  for (const dir of dirs) {
    const found = await readManifest(store, dir.oid, { isWorkAhead });
    states.push(found.status === "ok" ? stateOf(dir, found.manifest) : { dir, members: undefined, all: [] });
  }
  return states;
}

function stateOf(dir: WantedDir, manifest: Manifest): DirState {
  const all = wantedMembers(manifest, { oid: dir.oid });
  const isWhole = dir.within === undefined && dir.isChosen === undefined;
  return { dir, members: isWhole ? all : wantedMembers(manifest, dir), all };
}

async function send(
  { store, remote }: Route,
  oids: readonly Oid[],
  context: ReturnType<typeof batchContext>,
): Promise<TransferReport> {
  if (oids.length === 0) return { transferred: [], missing: [], failed: [] };
  context.onProgress?.({ files: 0, bytes: 0 });
  return remote.pushFrom(store, oids, context);
}
