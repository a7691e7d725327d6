import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { LodeError } from "@lode/core";
import { type HashName, moveFile, type Oid, parseOid, removeTree } from "@lode/core/engine";
import { copyRows } from "./copy-rows.ts";
import type { DatabasePlace } from "./database-place.ts";
import { openDatabase, openForReading } from "./open-database.ts";

/** The file of the embedded database in the folder of a registry. */
export function databasePath(dataDir: string): string {
  return join(dataDir, "registry.sqlite");
}

/** All pages at once: a copy in several steps begins anew whenever the server writes. */
const ALL_PAGES = 2_147_483_647;

/**
 * Writes the database of a registry, as it is at one moment, to a new file of SQLite; the registry's servers may be running.
 * The file has its name only when it is whole and was checked.
 *
 * @throws BACKUP_FAILED if the database is damaged, or of an older version; REGISTRY_NEWER, DATABASE_UNREACHABLE,
 *   DATABASE_UNUSABLE
 */
export async function snapshotDatabase(place: DatabasePlace, path: string): Promise<void> {
  const partial = `${path}.partial`;
  for (const end of ["", "-wal", "-shm"]) removeTree(partial + end);
  if (place.kind === "sqlite") await copyPages(place.path, partial);
  else await copyTables(place, partial);
  checkDatabase(partial);
  moveFile(partial, path);
}

async function copyPages(from: string, to: string): Promise<void> {
  using source = new DatabaseSync(from, { readOnly: true, timeout: 30_000 });
  await backup(source, to, { rate: ALL_PAGES });
}

async function copyTables(from: DatabasePlace, path: string): Promise<void> {
  await using databases = new AsyncDisposableStack();
  const source = databases.adopt(await openForReading(from), (database) => database.destroy());
  const target = databases.adopt(await openDatabase({ kind: "sqlite", path }), (database) => database.destroy());
  const reading = source.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  await reading.execute((moment) => target.transaction().execute((transaction) => copyRows(moment, transaction)));
}

/** Looks through a database that nobody else uses. @throws BACKUP_FAILED if it is damaged */
export function checkDatabase(path: string): void {
  using database = new DatabaseSync(path);
  // A copy of a database with a write-ahead log is to be one file, whole by itself.
  database.exec("PRAGMA journal_mode = DELETE");
  const problems = database
    .prepare("PRAGMA integrity_check")
    .all()
    .map((row) => Object.values(row).join(" "));
  if (problems.length === 1 && problems[0] === "ok") return;
  throw new LodeError("BACKUP_FAILED", `Cannot use the database "${path}": it is damaged`, { details: { problems } });
}

/** The objects that repositories hold, each once. */
export function claimedObjects(path: string): ReadonlyMap<HashName, readonly Oid[]> {
  using database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("select distinct hash_name, oid from claims").iterate();
  const found = new Map<HashName, Oid[]>([
    ["md5", []],
    ["md5-dos2unix", []],
  ]);
  for (const { hash_name: hashName, oid } of rows) {
    const parsed = parseOid(String(oid));
    if (parsed !== undefined) found.get(hashName as HashName)?.push(parsed);
  }
  return found;
}

/** The ids of all repositories. */
export function repositoryIds(path: string): readonly string[] {
  using database = new DatabaseSync(path, { readOnly: true });
  return database
    .prepare("select id from repositories order by id")
    .all()
    .map(({ id }) => String(id));
}
