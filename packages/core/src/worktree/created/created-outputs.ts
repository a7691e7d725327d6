import { type HashName, type Oid, parseOid } from "../../base/oid.ts";
import { isRelPath, type RelPath } from "../../base/rel-path.ts";
import type { StatCache } from "../../store/stat-cache/stat-cache.ts";

/**
 * An output that Lode put into the workspace, so that checkout may remove it when no stage has it any more (DVC's table
 * of links).
 */
export interface CreatedOutput {
  /** Relative to the project's root. */
  readonly path: string;
  readonly kind: "file" | "dir";
  readonly hashName: HashName;
  readonly oid: Oid;
  readonly ino: bigint;
  /** Of a file; `0n` for a directory, whose files the stat cache remembers. */
  readonly mtimeNs: bigint;
}

const FACT = "created-outputs";

/** Lists the recorded outputs by path. What cannot be read is passed over. */
export function createdOutputs(statCache: StatCache): Map<string, CreatedOutput> {
  const outputs = new Map<string, CreatedOutput>();
  for (const line of (statCache.getFact(FACT) ?? "").split("\n")) {
    const output = parseLine(line);
    if (output !== undefined) outputs.set(output.path, output);
  }
  return outputs;
}

/** Records outputs, and forgets others. Call it under the project's lock. */
export function updateCreatedOutputs(
  statCache: StatCache,
  changes: { readonly created?: readonly CreatedOutput[]; readonly forgotten?: readonly string[] },
): void {
  const { created = [], forgotten = [] } = changes;
  if (created.length === 0 && forgotten.length === 0) return;
  const outputs = createdOutputs(statCache);
  for (const path of forgotten) outputs.delete(path);
  for (const output of created) outputs.set(output.path, output);
  const text = Array.from(outputs.values(), printLine).join("\n");
  if (text !== statCache.getFact(FACT)) statCache.setFact(FACT, text === "" ? undefined : text);
}

/** A path may hold any character but NUL, so it is written as JSON, which has no line breaks. */
function printLine({ path, kind, hashName, oid, ino, mtimeNs }: CreatedOutput): string {
  return `${kind} ${hashName} ${oid} ${ino} ${mtimeNs} ${JSON.stringify(path)}`;
}

const LINE = /^(file|dir) (md5|md5-dos2unix) (\S+) (\d+) (-?\d+) (".*")$/;

function parseLine(line: string): CreatedOutput | undefined {
  const [, kind, hashName, oidText = "", ino = "", mtimeNs = "", path = ""] = LINE.exec(line) ?? [];
  const oid = parseOid(oidText);
  const relPath = parsePath(path);
  if ((kind !== "file" && kind !== "dir") || !isHashName(hashName)) return undefined;
  if (oid === undefined || relPath === undefined) return undefined;
  return { path: relPath, kind, hashName, oid, ino: BigInt(ino), mtimeNs: BigInt(mtimeNs) };
}

function isHashName(text: string | undefined): text is HashName {
  return text === "md5" || text === "md5-dos2unix";
}

function parsePath(json: string): RelPath | undefined {
  try {
    const path: unknown = JSON.parse(json);
    return typeof path === "string" && isRelPath(path) ? path : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
