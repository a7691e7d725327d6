import { type CacheDatabase, openDatabase } from "./cache-database.ts";
import { cachedDir } from "./cached-dir.ts";
import { joinRows, PART_FILES, type PackedRows, packRows, unpackRows } from "./dir-blob.ts";
import type { CachedOutput, DirDigests, StatCache, StatCacheChanges } from "./stat-cache.ts";

/**
 * Opens a stat cache, creating its file and folder when needed. The caller closes it. If the file cannot be used at all
 * the cache lives in memory.
 *
 * @param path absolute path of the SQLite file
 */
export function openStatCache(path: string): StatCache {
  const database = openDatabase(path);
  return {
    load: (key) => load(database, key),
    knownDirs: (key) =>
      new Set(database.all("SELECT DISTINCT dir FROM dirs WHERE key = ?", [key]).map(({ dir }) => String(dir))),
    save: (key, changes) => save(database, key, changes),
    getFact: (name) => {
      const value = database.get("SELECT value FROM facts WHERE name = ?", [name])?.value;
      return typeof value === "string" ? value : undefined;
    },
    setFact: (name, value) => {
      if (value === undefined) database.run("DELETE FROM facts WHERE name = ?", [name]);
      else database.run("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", [name, value]);
    },
    close: () => database.close(),
  };
}

function load(database: CacheDatabase, key: string): CachedOutput {
  const parts = new Map<string, PackedRows[]>();
  for (const { dir, rows } of database.all("SELECT dir, rows FROM dirs WHERE key = ? ORDER BY dir, part", [key])) {
    const unpacked = rows instanceof Uint8Array ? unpackRows(rows) : undefined;
    if (unpacked === undefined || typeof dir !== "string") continue;
    const known = parts.get(dir);
    if (known === undefined) parts.set(dir, [unpacked]);
    else known.push(unpacked);
  }
  return new Map(Array.from(parts, ([dir, rows]) => [dir, cachedDir(joinRows(rows))]));
}

function save(database: CacheDatabase, key: string, { dirs = new Map(), gone = [] }: StatCacheChanges): void {
  database.transaction(() => {
    if (gone === "all") database.run("DELETE FROM dirs WHERE key = ?", [key]);
    const outdated = gone === "all" ? [] : [...gone, ...dirs.keys()];
    for (const dir of outdated) database.run("DELETE FROM dirs WHERE key = ? AND dir = ?", [key, dir]);
    for (const [dir, digests] of dirs) insert(database, { key, dir }, digests);
  });
}

function insert(database: CacheDatabase, { key, dir }: { key: string; dir: string }, digests: DirDigests): void {
  for (let part = 0; part * PART_FILES < digests.names.length; part++) {
    const start = part * PART_FILES;
    const rows = packRows(digests, start, Math.min(digests.names.length, start + PART_FILES));
    if (rows !== undefined) database.run(INSERT, [key, dir, part, rows]);
  }
}

const INSERT = "INSERT OR REPLACE INTO dirs (key, dir, part, rows) VALUES (?, ?, ?, ?)";
