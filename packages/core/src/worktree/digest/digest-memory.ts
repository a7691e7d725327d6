import type { HashName } from "../../base/oid.ts";
import type { StatCache } from "../../store/stat-cache/stat-cache.ts";

/** Where the digests of an output's files are remembered. */
export interface DigestMemory {
  readonly statCache: StatCache;
  /** The output in the stat cache; see memoryKey. */
  readonly key: string;
  /** True: only a part of the output is looked at, which must not replace what is remembered of the rest. */
  readonly partial?: boolean;
}

/**
 * Names an output in the stat cache.
 *
 * @param path of the output, relative to whatever the stat cache belongs to
 */
export function memoryKey(hashName: HashName, path: string): string {
  return `${hashName}:${path}`;
}
