import { join } from "node:path";
import { LodeError } from "@lode/core";
import {
  acquireFileLock,
  ensureDir,
  fileModes,
  listNames,
  pathExists,
  type Remote,
  removeTree,
  verifyObjects,
  verifyRemote,
  writeFileAtomic,
} from "@lode/core/engine";
import { openDatabase } from "../db/open-database.ts";
import { refuseTaken, restoreDatabase } from "../db/restore-database.ts";
import { copySecretKey } from "../db/secret-box.ts";
import { claimedObjects, repositoryIds } from "../db/snapshot-database.ts";
import { gitHost } from "../git/git-host.ts";
import { createHosted, hostedRepo } from "../git/hosted-repository.ts";
import { checkGitObjects, copyGitObjects, writeState } from "../git/hosted-state.ts";
import { enqueue, freeAllJobs } from "../jobs/job-queue.ts";
import { objectsFolder } from "../objects/folder-storage.ts";
import { databaseOf } from "../places/database-of.ts";
import { objectsOf } from "../places/objects-of.ts";
import type { Settings } from "../settings/settings.ts";
import { type BackupRecord, findRecord, readReferences } from "./backup-record.ts";
import { copyAll, type ObjectIds, type ObjectsOfKind } from "./copy-all.ts";
import type { BackupContext, BackupReport } from "./create-backup.ts";

const LOCK = "registry.lock";

/** The file that says that a folder is not a registry yet, but will be one. */
function unfinishedPath(dataDir: string): string {
  return join(dataDir, "restore.unfinished");
}

/** Lets only folders pass to which no backup is being restored. @throws REGISTRY_UNFINISHED */
export function refuseUnfinished(dataDir: string): void {
  if (!pathExists(unfinishedPath(dataDir))) return;
  throw new LodeError("REGISTRY_UNFINISHED", `Cannot serve "${dataDir}": a backup was not restored to its end there`, {
    hint: "Run `lode serve restore` again, or choose another folder with --data.",
  });
}

/** How a backup is restored. */
export interface RestoreOptions {
  /** Whether every object is read and hashed again where it was restored. Default: each is hashed while it is copied. */
  readonly verify?: boolean;
}

/**
 * Makes a registry of a backup, where the settings say: in a folder that is empty or does not exist, a database without a
 * registry, and a bucket. What the bucket has already is left as it is. No server takes the folder before all of it is there;
 * after a kill the next call goes on where this one was.
 *
 * @throws BACKUP_FAILED if the backup or what was restored is not whole, or the folder or the database has something in it;
 *   LOCK_HELD, REGISTRY_NEWER, IO_FAILED, GIT_FAILED, CANCELLED, DATABASE_UNREACHABLE, DATABASE_UNUSABLE, and what the bucket
 *   throws
 */
export async function restoreBackup(
  source: string,
  settings: Settings,
  context: BackupContext & RestoreOptions,
): Promise<BackupReport> {
  const { dataDir } = settings;
  const record = findRecord(source);
  if (record === undefined) throw failed(`no backup was finished in "${source}"`);
  const names = (listNames(dataDir) ?? []).filter((name) => name !== LOCK);
  const isBegun = pathExists(unfinishedPath(dataDir));
  if (names.length > 0 && !isBegun) throw failed(`"${dataDir}" has something in it`);
  if (!isBegun) await refuseTaken(databaseOf(settings));
  ensureDir(dataDir, { ...fileModes(), dir: 0o700, exact: true });
  const lock = await acquireFileLock(join(dataDir, LOCK));
  try {
    writeFileAtomic(unfinishedPath(dataDir), `Restored from ${source}. No registry before all of it is there.\n`);
    const report = await restore({ source, record }, settings, context);
    removeTree(unfinishedPath(dataDir));
    return report;
  } finally {
    lock.release();
  }
}

interface Backup {
  readonly source: string;
  readonly record: BackupRecord;
}

async function restore(
  { source, record }: Backup,
  settings: Settings,
  context: BackupContext & RestoreOptions,
): Promise<BackupReport> {
  const { dataDir } = settings;
  const database = join(source, record.database);
  if (!pathExists(database)) throw failed(`"${database}" is gone`);
  const wanted = claimedObjects(database);
  const places = { from: objectsFolder(source), to: objectsOf(settings, context).remote };
  const { copied, lost } = await copyAll(places, wanted, context);
  if (context.verify === true) await verifyAll(places.to, withoutLost(wanted, lost), context);
  const ids = repositoryIds(database);
  await restoreGit({ source, record }, { settings, ids }, context);
  copySecretKey(source, dataDir);
  await restoreDatabase(database, databaseOf(settings), join(dataDir, "restore.sqlite"));
  await askForIndex(settings, ids);
  const objects = [...wanted.values()].reduce((sum, { length }) => sum + length, 0);
  return { createdAt: record.createdAt, repositories: ids.length, objects, copiedObjects: copied, lost };
}

function withoutLost(wanted: ObjectIds, lost: readonly string[]): ObjectIds {
  const gone = new Set(lost);
  return new Map(Array.from(wanted, ([hashName, oids]) => [hashName, oids.filter((oid) => !gone.has(oid))]));
}

/** @throws BACKUP_FAILED */
async function verifyAll(objects: Remote, wanted: ObjectIds, context: BackupContext): Promise<void> {
  for (const [hashName, oids] of wanted) {
    const problems = await findDamaged(objects, { hashName, oids }, context);
    const [first] = problems;
    if (first === undefined) continue;
    const details = { damaged: problems.map(({ oid }) => oid) };
    throw failed(`${problems.length} objects are damaged, the first is ${first.oid}: ${first.reason}`, details);
  }
}

async function findDamaged(objects: Remote, ids: ObjectsOfKind, { signal }: BackupContext) {
  const options = signal === undefined ? {} : { signal };
  // Threads read a folder of this machine.
  if (objects.storeOf !== undefined) {
    return (await verifyObjects(objects.storeOf(ids.hashName), ids.oids, options)).damaged;
  }
  const { damaged, missing } = await verifyRemote(objects, ids, options);
  return [...damaged, ...missing.map((oid) => ({ oid, reason: "it is gone" }))];
}

async function restoreGit(
  { source, record }: Backup,
  { settings, ids }: { readonly settings: Settings; readonly ids: readonly string[] },
  { variables, verify = false, signal }: BackupContext & RestoreOptions,
): Promise<void> {
  const from = gitHost({ ...settings, dataDir: source }, variables);
  const to = gitHost(settings, variables);
  const states = readReferences(source, record);
  for (const id of ids) {
    signal?.throwIfAborted();
    const repo = hostedRepo(to, id);
    if (!pathExists(repo.gitDir)) await createHosted(to, id);
    const state = states[id];
    // Made while the backup was: it was empty when that began.
    if (state === undefined) continue;
    copyGitObjects(hostedRepo(from, id), repo);
    await checkGitObjects(repo, state, verify);
    await writeState(repo, state);
  }
}

/** What the database knows of commits may be newer than the commits. */
async function askForIndex(settings: Settings, repositoryIdsThere: readonly string[]): Promise<void> {
  const database = await openDatabase(databaseOf(settings));
  try {
    await database.transaction().execute(async (transaction) => {
      await freeAllJobs(transaction);
      for (const repositoryId of repositoryIdsThere) await enqueue(transaction, { kind: "index", repositoryId });
    });
  } finally {
    await database.destroy();
  }
}

function failed(problem: string, details: Readonly<Record<string, unknown>> = {}): LodeError {
  return new LodeError("BACKUP_FAILED", `Cannot restore the registry: ${problem}`, { details });
}
