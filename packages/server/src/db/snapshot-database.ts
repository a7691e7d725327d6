import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { LodeError } from "@lode/core";
import { type HashName, moveFile, type Oid, parseOid, removeTree } from "@lode/core/engine";

/** The file of the embedded database in the folder of a registry. */
export function databasePath(dataDir: string): string {
  return join(dataDir, "registry.sqlite");
}

/** All pages at once: a copy in several steps begins anew whenever the server writes. */
const ALL_PAGES = 2_147_483_647;

/**
 * Writes the database of a registry, as it is at one moment, to a new file; the registry's server may be running. The file
 * has its name only when it is whole and was checked.
 *
 * @throws BACKUP_FAILED if the database is damaged
 */
export async function snapshotDatabase(dataDir: string, path: string): Promise<void> {
  const partial = `${path}.partial`;
  removeTree(partial);
  using source = new DatabaseSync(databasePath(dataDir), { readOnly: true, timeout: 30_000 });
  await backup(source, partial, { rate: ALL_PAGES });
  checkDatabase(partial);
  moveFile(partial, path);
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
