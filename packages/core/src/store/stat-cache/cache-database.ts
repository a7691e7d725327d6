import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { isLodeError } from "../../base/lode-error.ts";
import { isSystemError } from "../../base/system-error.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { removeIfThere } from "../../fs/write-file-atomic.ts";

/** A database whose loss costs nothing but time: reading gives nothing and writing does nothing if the file fails. */
export interface CacheDatabase {
  get(sql: string, values: readonly SQLInputValue[]): Row | undefined;
  all(sql: string, values: readonly SQLInputValue[]): Row[];
  run(sql: string, values: readonly SQLInputValue[]): void;
  /** Makes the changes of `work` together, or none of them. */
  transaction(work: () => void): void;
  close(): void;
}

type Row = Record<string, SQLOutputValue>;

const SCHEMA_VERSION = 1;
/** How long one process waits for another that is writing. */
const BUSY_MS = 3000;

const SCHEMA = `
  CREATE TABLE dirs (key TEXT NOT NULL, dir TEXT NOT NULL, part INTEGER NOT NULL, rows BLOB NOT NULL,
    UNIQUE (key, dir, part));
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/** Opens the database file; a damaged one is replaced, and memory takes its place if the disk refuses. */
export function openDatabase(path: string): CacheDatabase {
  return wrap(openFile(path) ?? openAnew(path) ?? openMemory(), path);
}

function openFile(path: string): DatabaseSync | undefined {
  return unlessUnusable(() => {
    ensureDir(dirname(path));
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    try {
      prepareSchema(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function openAnew(path: string): DatabaseSync | undefined {
  removeFiles(path);
  return openFile(path);
}

function openMemory(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec(SCHEMA);
  return database;
}

function prepareSchema(database: DatabaseSync): void {
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  if (versionOf(database) === SCHEMA_VERSION) return;
  database.exec("BEGIN IMMEDIATE");
  // Another process may have made the tables in the meantime.
  if (versionOf(database) !== SCHEMA_VERSION)
    database.exec(`DROP TABLE IF EXISTS dirs; DROP TABLE IF EXISTS facts; ${SCHEMA}`);
  database.exec("COMMIT");
}

function versionOf(database: DatabaseSync): unknown {
  return database.prepare("PRAGMA user_version").get()?.user_version;
}

function wrap(database: DatabaseSync, path: string): CacheDatabase {
  const statements = new Map<string, StatementSync>();
  let isDamaged = false;
  let isInTransaction = false;
  const prepare = (sql: string) => {
    const known = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  const guarded = <T>(work: () => T): T | undefined => {
    if (isInTransaction) return work();
    if (isDamaged) return undefined;
    return unlessUnusable(work, () => {
      isDamaged = true;
    });
  };
  return {
    get: (sql, values) => guarded(() => prepare(sql).get(...values)),
    all: (sql, values) => guarded(() => prepare(sql).all(...values)) ?? [],
    run: (sql, values) => void guarded(() => prepare(sql).run(...values)),
    transaction: (work) => {
      guarded(() => {
        database.exec("BEGIN IMMEDIATE");
        isInTransaction = true;
        try {
          work();
          database.exec("COMMIT");
        } finally {
          isInTransaction = false;
          if (database.isTransaction) database.exec("ROLLBACK");
        }
      });
    },
    close: () => {
      database.close();
      if (isDamaged) removeFiles(path);
    },
  };
}

/** Result codes of SQLite (https://www.sqlite.org/rescode.html): corrupt, not a database. */
const DAMAGED = [11, 26];
/** No permission, busy, locked, read-only, disk error, full, cannot open. */
const REFUSED = [3, 5, 6, 8, 10, 13, 14];

function unlessUnusable<T>(work: () => T, onDamage?: () => void): T | undefined {
  try {
    return work();
  } catch (error) {
    const code = resultCode(error);
    if (code !== undefined && DAMAGED.includes(code)) onDamage?.();
    else if (!(code !== undefined && REFUSED.includes(code)) && !isLodeError(error, "IO_FAILED")) throw error;
    return undefined;
  }
}

function resultCode(error: unknown): number | undefined {
  if (!isSystemError(error, "ERR_SQLITE_ERROR") || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode & 0xff : undefined;
}

function removeFiles(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) {
    try {
      removeIfThere(path + suffix);
    } catch (error) {
      // A folder in its place, or a folder that is not ours: memory takes the place of the file.
      if (!isSystemError(error, "EISDIR", "EPERM", "EACCES", "EROFS", "ENOTDIR")) throw error;
    }
  }
}
