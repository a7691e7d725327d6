import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { pathExists, writeFileAtomic } from "@lode/core/engine";
import type { SqliteDatabase, SqliteStatement } from "kysely";

/** Compiled statements that are kept: more than the server has of different ones. */
const STATEMENTS_MAX = 500;

/**
 * Opens SQLite for the query layer: write-ahead log, and every commit on the device before it returns. A new file is for its
 * owner alone to read, wherever the folder is; SQLite gives those beside it the same mode.
 *
 * @param path of the file, which is created when needed
 */
export function openSqlite(path: string): SqliteDatabase {
  if (!pathExists(path)) writeFileAtomic(path, "", { mode: 0o600 });
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      if (statements.size >= STATEMENTS_MAX) statements.clear();
      const statement = sql === "rollback" ? rollbackOf(database) : adapt(database.prepare(sql));
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** On a full disk SQLite has ended the transaction itself, and to end it again would hide why. */
function rollbackOf(database: DatabaseSync): SqliteStatement {
  const statement = adapt(database.prepare("rollback"));
  const none = { changes: 0, lastInsertRowid: 0 };
  return { ...statement, run: (parameters) => (database.isTransaction ? statement.run(parameters) : none) };
}

function adapt(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(inputValue)),
    run: (parameters) => statement.run(...parameters.map(inputValue)),
    iterate: (parameters) => statement.iterate(...parameters.map(inputValue)),
  };
}

function inputValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint" || value instanceof Uint8Array) return value;
  throw new TypeError(`SQLite takes no ${typeof value}`);
}
