import { LodeError } from "../../base/lode-error.ts";
import { readTextIfExists } from "../read-text-if-exists.ts";
import { writeFileAtomic } from "../write-file-atomic.ts";
import { acquireFileLock, type HeldLock, type LockOptions } from "./file-lock.ts";
import { acquireHardlinkLock } from "./hardlink-lock.ts";
import { type Holder, parseRwTable, printRwTable, type RwTable } from "./rw-table.ts";

/** Which paths a command reads and writes; absolute. */
export interface RwRequest {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** The command line, for whoever is blocked by it. */
  readonly cmd: string;
}

/** Options of acquireRwLock. */
export interface RwLockOptions extends LockOptions {
  /** True: the table is guarded by a hard-link lock. Default false. */
  readonly hardlink?: boolean;
  /** Receives a sentence for each record of a dead process that is dropped. */
  readonly onWarning?: (message: string) => void;
}

/** Paths that are locked. */
export interface HeldRwLock {
  /** Takes the records out of the table again; a second call does nothing. @throws as acquireRwLock */
  release(): Promise<void>;
}

/**
 * Notes in DVC's table `<tmpDir>/rwlock` which paths this process reads and writes. Two paths conflict if one is the
 * other or contains it; readers conflict with writers, writers with all. A record of this process and the same command
 * does not conflict, and records of dead processes are dropped.
 *
 * @param tmpDir absolute path of the project's `.dvc/tmp`
 * @throws LOCK_HELD if a live process has a conflicting record, or the table's guard is held; RWLOCK_INVALID if the
 *   table is damaged; and what the guard throws
 */
export async function acquireRwLock(
  tmpDir: string,
  { read, write, cmd }: RwRequest,
  options: RwLockOptions = {},
): Promise<HeldRwLock> {
  const me: Holder = { pid: process.pid, cmd };
  const taken = await editTable(tmpDir, options, (table) => {
    const search = { table, me, tmpDir, onWarning: options.onWarning };
    checkFree("write", [...read, ...write], search);
    checkFree("read", write, search);
    return { read: addReaders(table, read, me), write: addWriters(table, write, me) };
  });
  let isHeld = true;
  return {
    async release() {
      if (!isHeld) return;
      isHeld = false;
      const { onWait: _, ...quiet } = options;
      await editTable(tmpDir, quiet, (table) => {
        for (const path of taken.write) drop(table, { mode: "write", path }, me);
        for (const path of taken.read) drop(table, { mode: "read", path }, me);
      });
    },
  };
}

async function editTable<T>(tmpDir: string, options: RwLockOptions, edit: (table: RwTable) => T): Promise<T> {
  const path = `${tmpDir}/rwlock`;
  const guard = await acquireGuard(`${path}.lock`, options);
  try {
    const table = parseRwTable(readTextIfExists(path), path);
    const result = edit(table);
    writeFileAtomic(path, printRwTable(table));
    return result;
  } finally {
    guard.release();
  }
}

function acquireGuard(path: string, { hardlink = false, ...options }: RwLockOptions): Promise<HeldLock> {
  return hardlink ? acquireHardlinkLock(path, options) : acquireFileLock(path, options);
}

interface Search {
  readonly table: RwTable;
  readonly me: Holder;
  readonly tmpDir: string;
  readonly onWarning: ((message: string) => void) | undefined;
}

function checkFree(mode: "read" | "write", paths: readonly string[], { table, me, tmpDir, onWarning }: Search): void {
  for (const [locked, holders] of table[mode]) {
    const wanted = paths.find((path) => overlap(path, locked));
    if (wanted === undefined) continue;
    const others = holders.filter((holder) => !isSame(holder, me));
    const alive = others.filter(({ pid }) => isAlive(pid));
    for (const dead of others.filter((holder) => !alive.includes(holder))) {
      drop(table, { mode, path: locked }, dead);
      onWarning?.(`Dropped the lock of process ${dead.pid} ("${dead.cmd}") on "${locked}": it has ended`);
    }
    if (alive.length > 0) throw blocked({ path: wanted, tmpDir, holders: alive });
  }
}

function blocked({ path, tmpDir, holders }: { path: string; tmpDir: string; holders: readonly Holder[] }): LodeError {
  const list = holders.map(({ pid, cmd }) => `process ${pid} (${cmd})`).join(", ");
  return new LodeError("LOCK_HELD", `Cannot use "${path}": ${list} uses it`, {
    hint: `If there is no such process, remove ${tmpDir}/rwlock`,
    details: { path, holders },
  });
}

/** Says whether one path is the other or contains it. */
function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b.replace(/\/$/, "")}/`) || b.startsWith(`${a.replace(/\/$/, "")}/`);
}

function isSame(a: Holder, b: Holder): boolean {
  return a.pid === b.pid && a.cmd === b.cmd;
}

function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function addReaders(table: RwTable, paths: readonly string[], me: Holder): string[] {
  return paths.filter((path) => {
    const holders = table.read.get(path) ?? [];
    if (holders.some((holder) => isSame(holder, me))) return false;
    table.read.set(path, [...holders, me]);
    return true;
  });
}

function addWriters(table: RwTable, paths: readonly string[], me: Holder): string[] {
  return paths.filter((path) => {
    if (table.write.get(path)?.some((holder) => isSame(holder, me))) return false;
    table.write.set(path, [me]);
    return true;
  });
}

function drop(table: RwTable, { mode, path }: { mode: "read" | "write"; path: string }, holder: Holder): void {
  const left = (table[mode].get(path) ?? []).filter((other) => !isSame(other, holder));
  if (left.length > 0) table[mode].set(path, left);
  else table[mode].delete(path);
}
