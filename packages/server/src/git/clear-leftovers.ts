import { join } from "node:path";
import { listNames, lstatPath, removeTree } from "@lode/core/engine";

/** Git holds the lock of a reference for milliseconds. */
const LOCK_MS = 10_000;
/** The objects of a push that is not accepted yet; one that takes longer is none any more. */
const QUARANTINE_MS = 24 * 3600 * 1000;

/** What maintenance locks is written within seconds, of large repositories too. */
const MAINTENANCE_MS = 600_000;

/** What git locks beside the references. */
const LOCKED_FILES = ["HEAD", "config", "packed-refs", "shallow"];

/**
 * Removes what a git that was killed, or lost its power, has left in a repository: locks, without which nobody could move
 * the reference again, and objects of pushes and packs that never came to their end.
 *
 * @param gitDir of a bare repository
 */
export function clearLeftovers(gitDir: string): void {
  for (const name of LOCKED_FILES) removeOlder(join(gitDir, `${name}.lock`), LOCK_MS);
  clearLocksOfReferences(join(gitDir, "refs"));
  const objects = join(gitDir, "objects");
  for (const name of listNames(objects) ?? []) {
    if (name.startsWith("tmp_objdir-")) removeOlder(join(objects, name), QUARANTINE_MS);
  }
  removeOlder(join(objects, "info/commit-graphs/commit-graph-chain.lock"), MAINTENANCE_MS);
  clearPacks(join(objects, "pack"));
}

function clearPacks(dir: string): void {
  removeOlder(join(dir, "multi-pack-index.lock"), MAINTENANCE_MS);
  // Packs that never got their name, and what kept one from being joined to others while its push was under way.
  for (const name of listNames(dir) ?? []) {
    if (/^(\.?tmp[-_]|pack-\w+\.keep$)/.test(name)) removeOlder(join(dir, name), QUARANTINE_MS);
  }
}

function clearLocksOfReferences(dir: string): void {
  for (const name of listNames(dir) ?? []) {
    const path = join(dir, name);
    // No reference may be called so.
    if (name.endsWith(".lock")) removeOlder(path, LOCK_MS);
    else if (lstatPath(path)?.isDirectory() === true) clearLocksOfReferences(path);
  }
}

function removeOlder(path: string, ageMs: number): void {
  const stats = lstatPath(path);
  if (stats !== undefined && Date.now() - Number(stats.mtimeMs) > ageMs) removeTree(path);
}
