import { closeSync, constants, fstatSync, openSync } from "node:fs";
import type { ContentStat } from "./file-stat.ts";
import { AT_EMPTY_PATH, loadNative, type NativeCall } from "./native.ts";

/** What `stat` says of some names, in columns; see DirStats. */
export interface StatColumns {
  readonly modes: Uint32Array;
  readonly sizes: Float64Array;
  readonly mtimesNs: BigInt64Array;
  readonly inos: BigUint64Array;
  readonly nlinks: Uint32Array;
}

/**
 * Loads what statNatively and statOpen need in this thread; does nothing where it is not possible. Worth its 8 ms from some
 * 10,000 names on: a name takes 1 µs less than through Node, which makes 20 objects of it.
 */
export async function loadNativeStat(): Promise<void> {
  if (process.platform !== "linux") return;
  loading ??= load();
  await loading;
}

let loading: Promise<void> | undefined;
let statx: NativeCall | undefined;

async function load(): Promise<void> {
  try {
    const { func } = await loadNative();
    statx = func(null, "int statx(int dir, const char *path, int flags, unsigned int mask, void *answer)");
  } catch {
    // Without the native library, or with an older one of C, Node does the same.
  }
}

/** Of Linux; the same on x64 and arm64, as is all of `statx`. */
const O_PATH = 0o10000000;
/** STATX_BASIC_STATS. */
const BASIC_STATS = 0x7ff;

// `struct statx` of linux/stat.h, seen in the sizes of its fields.
const answer = new ArrayBuffer(256);
const halves = new Uint16Array(answer);
const words = new Uint32Array(answer);
const longs = new BigUint64Array(answer);
const signedLongs = new BigInt64Array(answer);
const AT = { nlink: 4, mode: 14, ino: 4, size: 5, mtimeSeconds: 14, mtimeNs: 30 } as const;

/**
 * Enters what `statx` says of some names of a directory, links followed.
 *
 * @returns the rows of which it says nothing, whatever the reason; undefined if nothing was asked
 */
export function statNatively(dir: string, names: readonly string[], into: StatColumns): readonly number[] | undefined {
  const fd = statx === undefined ? undefined : openFolder(dir);
  if (statx === undefined || fd === undefined) return undefined;
  const failed: number[] = [];
  try {
    for (let row = 0; row < names.length; row++) {
      if (statx(fd, names[row], 0, BASIC_STATS, answer) === 0) enterAnswer(into, row);
      else failed.push(row);
    }
  } finally {
    closeSync(fd);
  }
  return failed;
}

/** Stats an open file: after loadNativeStat in 0.7 µs less than through Node. Errors of the system are thrown as they are. */
export function statOpen(fd: number): ContentStat {
  if (statx === undefined || statx(fd, "", AT_EMPTY_PATH, BASIC_STATS, answer) !== 0) {
    return fstatSync(fd, { bigint: true });
  }
  return {
    mode: BigInt(halves[AT.mode] ?? 0),
    size: longs[AT.size] ?? 0n,
    mtimeNs: answeredMtimeNs(),
    ino: longs[AT.ino] ?? 0n,
    nlink: BigInt(words[AT.nlink] ?? 0),
  };
}

function openFolder(dir: string): number | undefined {
  try {
    return openSync(dir, O_PATH | constants.O_DIRECTORY);
  } catch {
    // What is wrong with it, the caller hears when it asks for the names in another way.
    return undefined;
  }
}

function enterAnswer({ modes, sizes, mtimesNs, inos, nlinks }: StatColumns, row: number): void {
  modes[row] = halves[AT.mode] ?? 0;
  sizes[row] = Number(longs[AT.size]);
  mtimesNs[row] = answeredMtimeNs();
  inos[row] = longs[AT.ino] ?? 0n;
  nlinks[row] = words[AT.nlink] ?? 0;
}

function answeredMtimeNs(): bigint {
  return (signedLongs[AT.mtimeSeconds] ?? 0n) * 1_000_000_000n + BigInt(words[AT.mtimeNs] ?? 0);
}
