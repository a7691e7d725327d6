import { join } from "node:path";
import { LodeError, type RunContext } from "@lode/core";
import {
  acquireFileLock,
  ensureDir,
  fileModes,
  listNames,
  pathExists,
  removeTree,
  writeFileAtomic,
} from "@lode/core/engine";
import { describePlace } from "../db/database-place.ts";
import { isNewDatabase } from "../db/open-database.ts";
import { copySecretKey } from "../db/secret-box.ts";
import { claimedObjects, repositoryIds, snapshotDatabase } from "../db/snapshot-database.ts";
import { type GitHost, gitDirOf, gitHost } from "../git/git-host.ts";
import { createHosted, hostedRepo } from "../git/hosted-repository.ts";
import { checkGitObjects, copyGitObjects, type HostedState, readState } from "../git/hosted-state.ts";
import { objectsFolder } from "../objects/folder-storage.ts";
import { databaseOf } from "../places/database-of.ts";
import { objectsOf } from "../places/objects-of.ts";
import type { ServerContext } from "../places/server-context.ts";
import type { Settings } from "../settings/settings.ts";
import { findRecord, type References, readReferences, writeRecord } from "./backup-record.ts";
import { copyAll } from "./copy-all.ts";

/** What backups take of the machine. */
export interface BackupContext extends RunContext, ServerContext {}

/** What a backup has, or what was restored of it. */
export interface BackupReport {
  /** What was pushed before this time is in it. ISO text in UTC. */
  readonly createdAt: string;
  readonly repositories: number;
  readonly objects: number;
  /** How many of the objects were copied now; the others were there. */
  readonly copiedObjects: number;
  /** Ids of objects that repositories hold, and that were lost before. */
  readonly lost: readonly string[];
}

const LOCK = "backup.lock";

/**
 * Backs up a registry, whose servers may be running, into a folder; into one that has a backup only what is new is copied.
 * Nothing that the backup refers to is missing in it:
 *
 * 1. Where the references of each Git repository lead, and then its objects.
 * 2. The database as it is afterwards, with the key of its secrets: it knows every object that those commits need.
 * 3. The objects that the database knows, each hashed while it is copied.
 * 4. The record, which names all of it. Until then the folder has the backup that was there before.
 *
 * After a kill the next call goes on where this one was. A backup is the same wherever the registry's database and objects
 * are: a file of SQLite, and a folder.
 *
 * @throws BACKUP_FAILED, LOCK_HELD, IO_FAILED, GIT_FAILED, CANCELLED, REGISTRY_NEWER, DATABASE_UNREACHABLE,
 *   DATABASE_UNUSABLE, and what the bucket throws
 */
export async function createBackup(settings: Settings, target: string, context: BackupContext): Promise<BackupReport> {
  const place = databaseOf(settings);
  if (await isNewDatabase(place)) throw failed(`there is none in ${describePlace(place)}`);
  const names = listNames(target) ?? [];
  if (names.length > 0 && !names.includes(LOCK)) throw failed(`"${target}" has something else in it`);
  ensureDir(target, { ...fileModes(), dir: 0o700, exact: true });
  const lock = await acquireFileLock(join(target, LOCK));
  try {
    return await backUp(settings, target, context);
  } finally {
    lock.release();
  }
}

async function backUp(settings: Settings, target: string, context: BackupContext): Promise<BackupReport> {
  const createdAt = new Date().toISOString();
  const stamp = createdAt.replaceAll(/[^0-9]/g, "");
  const record = {
    format: 1,
    createdAt,
    database: `registry-${stamp}.sqlite`,
    references: `references-${stamp}.json`,
  } as const;
  const states = await backUpGit(settings, target, context);
  const database = join(target, record.database);
  await snapshotDatabase(databaseOf(settings), database);
  copySecretKey(settings.dataDir, target);
  const ids = new Set(repositoryIds(database));
  const known = Object.fromEntries(Object.entries(states).filter(([id]) => ids.has(id)));
  const wanted = claimedObjects(database);
  const places = { from: objectsOf(settings, context).remote, to: objectsFolder(target) };
  const { copied, lost } = await copyAll(places, wanted, context);
  writeFileAtomic(join(target, record.references), JSON.stringify(known));
  writeRecord(target, record);
  removeOthers(target, record);
  const objects = [...wanted.values()].reduce((sum, { length }) => sum + length, 0);
  return { createdAt, repositories: ids.size, objects, copiedObjects: copied, lost };
}

async function backUpGit(settings: Settings, target: string, context: BackupContext): Promise<References> {
  const from = gitHost(settings, context.variables);
  const to = gitHost({ ...settings, dataDir: target }, context.variables);
  const record = findRecord(target);
  const before = record === undefined ? {} : readReferences(target, record);
  const states: Record<string, HostedState> = {};
  for (const name of listNames(from.dir) ?? []) {
    context.signal?.throwIfAborted();
    const [, id] = /^(\w+)\.git$/.exec(name) ?? [];
    const state = id === undefined ? undefined : await backUpRepository({ from, to }, id, before[id]);
    if (id !== undefined && state !== undefined) states[id] = state;
  }
  return states;
}

/** @returns undefined if the repository was removed meanwhile */
async function backUpRepository(
  { from, to }: { readonly from: GitHost; readonly to: GitHost },
  id: string,
  before: HostedState | undefined,
): Promise<HostedState | undefined> {
  const [source, copy] = [hostedRepo(from, id), hostedRepo(to, id)];
  try {
    const state = await readState(source);
    if (!pathExists(copy.gitDir)) await createHosted(to, id);
    const copied = copyGitObjects(source, copy);
    if (copied > 0 || JSON.stringify(state) !== JSON.stringify(before)) await checkGitObjects(copy, state, false);
    return state;
  } catch (error) {
    if (!pathExists(gitDirOf(from, id))) return undefined;
    throw error;
  }
}

/** Removes the files of backups that this one has replaced, or that never came to their end. */
function removeOthers(
  target: string,
  { database, references }: { readonly database: string; readonly references: string },
): void {
  for (const name of listNames(target) ?? []) {
    const isPart = name.startsWith("registry-") || name.startsWith("references-");
    if (isPart && name !== database && name !== references) removeTree(join(target, name));
  }
}

function failed(problem: string): LodeError {
  return new LodeError("BACKUP_FAILED", `Cannot back up the registry: ${problem}`);
}
