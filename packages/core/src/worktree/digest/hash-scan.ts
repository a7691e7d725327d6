import type { RunContext } from "../../base/events.ts";
import type { HashName } from "../../base/oid.ts";
import { hashFiles } from "../../store/hash-files.ts";
import { batchOptions } from "../batch-options.ts";
import type { Scan } from "../scan/scan.ts";
import type { DigestMemory } from "./digest-memory.ts";
import { type DigestedScan, enterDigests, rowPaths, unknownRows } from "./digested-scan.ts";
import { recallDigests, rememberDigests } from "./recall-digests.ts";

/** What hashing of a scan needs. */
export interface HashContext {
  readonly hashName: HashName;
  /** Undefined: every file is read, and nothing is remembered. */
  readonly memory: DigestMemory | undefined;
  readonly run: RunContext;
}

/**
 * Hashes the files of a scan, reading only those that are new or changed since they were last hashed.
 *
 * @throws FILE_CHANGED, FILE_UNREADABLE, CANCELLED; what was hashed before is then not remembered
 */
export async function hashScan(scan: Scan, { hashName, memory, run }: HashContext): Promise<DigestedScan> {
  const digested = recallDigests(scan, memory);
  const unknown = unknownRows(digested);
  const options = { ...batchOptions({ task: "hash", total: unknown.rows.length }, run), hashName };
  if (unknown.rows.length > 0) enterDigests(digested, unknown, await hashFiles(rowPaths(digested, unknown), options));
  rememberDigests(digested, memory);
  return digested;
}
