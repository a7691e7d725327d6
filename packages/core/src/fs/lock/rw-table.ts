import { LodeError } from "../../base/lode-error.ts";

/** Who holds a path: a process and its command line. */
export interface Holder {
  readonly pid: number;
  readonly cmd: string;
}

/** DVC's table of paths that are read and written, by path. A path has at most one writer. */
export interface RwTable {
  readonly read: Map<string, readonly Holder[]>;
  readonly write: Map<string, readonly Holder[]>;
}

/**
 * Parses the table; undefined text is an empty one. Source of the format: DVC's `.dvc/tmp/rwlock`,
 * `{"write": {path: {"pid", "cmd"}}, "read": {path: [{"pid", "cmd"}]}}`, where each part may be absent.
 *
 * @param path for messages
 * @throws RWLOCK_INVALID if it is not JSON or has another shape
 */
export function parseRwTable(text: string | undefined, path: string): RwTable {
  if (text === undefined) return { read: new Map(), write: new Map() };
  const value = parseJson(text, path);
  const isKnown = isRecord(value) && Object.keys(value).every((key) => key === "read" || key === "write");
  const read = isKnown ? parsePart(value.read ?? {}, parseHolders) : undefined;
  const write = isKnown ? parsePart(value.write ?? {}, (holder) => parseHolders([holder])) : undefined;
  if (read === undefined || write === undefined) throw invalid(path, "its shape is not that of a lock table");
  return { read, write };
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(path, "its JSON structure is corrupted");
  }
}

function invalid(path: string, state: string): LodeError {
  return new LodeError("RWLOCK_INVALID", `Cannot read the lock table "${path}": ${state}`, {
    hint: `If no other lode or dvc command is running, remove ${path}`,
    details: { path },
  });
}

type Parse = (value: unknown) => readonly Holder[] | undefined;

function parsePart(value: unknown, parse: Parse): Map<string, readonly Holder[]> | undefined {
  if (!isRecord(value)) return undefined;
  const part = new Map<string, readonly Holder[]>();
  for (const [path, held] of Object.entries(value)) {
    const holders = parse(held);
    if (holders === undefined) return undefined;
    part.set(path, holders);
  }
  return part;
}

function parseHolders(value: unknown): readonly Holder[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const holders: Holder[] = [];
  for (const item of value) {
    if (!isRecord(item) || Object.keys(item).length !== 2) return undefined;
    const { pid, cmd } = item;
    if (typeof pid !== "number" || !Number.isInteger(pid) || typeof cmd !== "string") return undefined;
    holders.push({ pid, cmd });
  }
  return holders;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Prints the table; parts without paths are left out, as DVC does on release. */
export function printRwTable({ read, write }: RwTable): string {
  const writers = Array.from(write, ([path, [holder]]) => [path, holder] as const);
  return JSON.stringify({
    ...(write.size > 0 ? { write: Object.fromEntries(writers) } : {}),
    ...(read.size > 0 ? { read: Object.fromEntries(read) } : {}),
  });
}
