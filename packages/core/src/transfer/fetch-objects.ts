import type { RunContext } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { Remote, TransferReport } from "../remotes/remote.ts";
import { findMissing } from "../store/find-missing.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { putBytes } from "../store/put-bytes.ts";
import { type FoundManifest, findManifest, wantedMembers } from "./read-members.ts";
import { batchContext, type MoveContext } from "./transfer-progress.ts";
import type { VerifiedDirs } from "./verified-dirs.ts";
import type { TransferOutcome, WantedDir, WantedObjects } from "./wanted-objects.ts";

/** Between which two places objects move. */
export interface Route {
  readonly store: ObjectStore;
  readonly remote: Remote;
}

/** The same, and what is remembered of the store. */
export interface FetchRoute extends Route {
  /** Default: every member of a directory is looked up. */
  readonly verified?: VerifiedDirs | undefined;
}

interface DirState {
  readonly dir: WantedDir;
  readonly found: FoundManifest | undefined;
  readonly members: readonly Oid[];
}

/**
 * Brings objects from a remote into the store:
 *
 * 1. Read the manifests, from the store or else from the remote.
 * 2. Find out which files and members the store lacks, and fetch them.
 * 3. Name each new manifest, if all its wanted members are in the store.
 *
 * Nothing is listed, and nothing is asked of the remote but what the store lacks.
 */
export async function fetchObjects(
  route: FetchRoute,
  wanted: WantedObjects,
  context: MoveContext,
): Promise<TransferOutcome> {
  const dirs = await readDirs(route, wanted.dirs, context);
  const unsure = dirs.filter((state) => !isKnownWhole(route, state));
  const members = new Set([...unsure.flatMap((dir) => dir.members), ...wanted.files]);
  const lacking = await findMissing(route.store, members, { ...(context.signal && { signal: context.signal }) });
  const report = await fetchLacking(route, lacking, context);
  const bad = new Set([...report.missing, ...report.failed.map(({ oid }) => oid)]);
  const named = await nameManifests(route.store, dirs, bad);
  await rememberWhole(route, { dirs: unsure, bad, hasFetched: report.transferred.length + named.length > 0 });
  const promised = await promisedMembers(route, dirs, { missing: report.missing, context });
  return {
    transferred: [...report.transferred, ...named],
    missing: [
      ...dirs.filter(({ found }) => found === undefined).map(({ dir }) => dir.oid),
      ...report.missing.filter((oid) => !promised.has(oid)),
    ],
    failed: [...report.failed, ...Array.from(promised, (oid) => new BrokenPromise(oid, route.remote))],
  };
}

function isWhole({ dir, found }: DirState): boolean {
  return found !== undefined && dir.within === undefined && dir.isChosen === undefined;
}

function isKnownWhole({ verified }: FetchRoute, state: DirState): boolean {
  return isWhole(state) && state.found?.bytes === undefined && verified?.has(state.dir.oid) === true;
}

interface Arrival {
  readonly dirs: readonly DirState[];
  /** Objects that are not there now. */
  readonly bad: ReadonlySet<Oid>;
  readonly hasFetched: boolean;
}

async function rememberWhole({ verified }: FetchRoute, { dirs, bad, hasFetched }: Arrival): Promise<void> {
  const whole = dirs
    .filter((state) => isWhole(state) && !state.members.some((oid) => bad.has(oid)))
    .map(({ dir, members }) => ({ oid: dir.oid, members }));
  if (hasFetched) await verified?.confirm(whole);
  else for (const dir of whole) verified?.add(dir);
}

/** The missing members of directories whose manifest the remote has: it says by that that it has the members too. */
async function promisedMembers(
  { store, remote }: Route,
  dirs: readonly DirState[],
  { missing, context }: { readonly missing: readonly Oid[]; readonly context: MoveContext },
): Promise<ReadonlySet<Oid>> {
  const gone = new Set(missing);
  const damaged = dirs.filter(({ members }) => members.some((oid) => gone.has(oid)));
  if (damaged.length === 0) return new Set();
  const oids = damaged.map(({ dir }) => dir.oid);
  const absent = await remote.findMissing({ hashName: store.hashName, oids }, context);
  const promising = damaged.filter(({ dir }) => !absent.has(dir.oid));
  return new Set(promising.flatMap(({ members }) => members.filter((oid) => gone.has(oid))));
}

/** An object that is not in a remote but should be. The error is made when it is asked for: a million take 1 GB. */
class BrokenPromise {
  readonly oid: Oid;
  readonly #remote: Remote;

  constructor(oid: Oid, remote: Remote) {
    this.oid = oid;
    this.#remote = remote;
  }

  get error(): LodeError {
    const { oid } = this;
    const { url } = this.#remote;
    return new LodeError(
      "OBJECT_MISSING",
      `Cannot fetch the object '${oid}': '${url}' has the directory that lists it, but not the object`,
      { hint: "Push the directory again from a place that has it whole.", details: { oid, remote: url } },
    );
  }
}

async function readDirs(route: Route, dirs: readonly WantedDir[], run: RunContext): Promise<readonly DirState[]> {
  const states: DirState[] = [];
  for (const dir of dirs) {
    const found = await findManifest(route, dir.oid, run);
    states.push({ dir, found, members: found === undefined ? [] : wantedMembers(found.manifest, dir) });
  }
  return states;
}

async function fetchLacking(route: Route, lacking: readonly Oid[], context: MoveContext): Promise<TransferReport> {
  if (lacking.length === 0) return { transferred: [], missing: [], failed: [] };
  const batch = batchContext(context, "fetch", { before: 0, total: lacking.length });
  batch.onProgress?.({ files: 0, bytes: 0 });
  return route.remote.fetchInto(route.store, lacking, batch);
}

async function nameManifests(
  store: ObjectStore,
  dirs: readonly DirState[],
  bad: ReadonlySet<Oid>,
): Promise<readonly Oid[]> {
  const named = new Set<Oid>();
  for (const { dir, found, members } of dirs) {
    if (found?.bytes === undefined || members.some((oid) => bad.has(oid))) continue;
    await putBytes(store, dir.oid, found.bytes);
    named.add(dir.oid);
  }
  return [...named];
}
