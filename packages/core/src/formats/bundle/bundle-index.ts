import type { HashName, Oid } from "../../base/oid.ts";
import { parseOid } from "../../base/oid.ts";

/** One output in a bundle. */
export interface BundledOutput {
  /** From the root of the project. */
  readonly path: string;
  /** The stage that it belongs to: `data.dvc`, `dvc.yaml:train`. */
  readonly stage: string;
  /** Full id; null: the work tree, as it was when the bundle was made. */
  readonly commit: string | null;
  readonly oid: Oid;
  readonly hashName: HashName;
}

/** What a bundle says of itself. */
export interface BundleIndex {
  readonly outputs: readonly BundledOutput[];
  /** How many objects follow, manifests included. */
  readonly objects: number;
  /** Bytes of all objects together. */
  readonly sizeBytes: number;
  /** The commit whose data is left out, since the receiver has it; null if nothing is. */
  readonly since: string | null;
}

/** The name of the index in a bundle, where it comes first. */
export const BUNDLE_INDEX_NAME = "lode-bundle.json";

/** The version of the format. */
const VERSION = 1;

/** Writes an index: JSON with a line for each output. */
export function printBundleIndex({ outputs, objects, sizeBytes, since }: BundleIndex): Buffer {
  const rows = outputs.map((output) => `  ${JSON.stringify(output)}`);
  const list = rows.length === 0 ? "[]" : `[\n${rows.join(",\n")}\n ]`;
  const head = `{"version": ${VERSION},\n "objects": ${objects},\n "sizeBytes": ${sizeBytes},\n`;
  return Buffer.from(`${head} "since": ${JSON.stringify(since)},\n "outputs": ${list}}\n`);
}

/** Reads an index; a text instead says what is wrong with it. */
export function parseBundleIndex(bytes: Buffer): BundleIndex | string {
  const value = parseJson(bytes);
  if (!isRecord(value)) return "its index is not a JSON object";
  const { version, objects, sizeBytes, since, outputs } = value;
  if (version !== VERSION) return `it has version ${JSON.stringify(version)} of the format, not ${VERSION}`;
  if (!isCount(objects) || !isCount(sizeBytes) || !isTextOrNull(since)) return "its index has no valid totals";
  if (!Array.isArray(outputs)) return "its index lists no outputs";
  const read = outputs.map(readOutput);
  const valid = read.filter((output) => output !== undefined);
  if (valid.length < read.length) return `output ${read.indexOf(undefined) + 1} of its index is not valid`;
  return { outputs: valid, objects, sizeBytes, since };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readOutput(value: unknown): BundledOutput | undefined {
  if (!isRecord(value)) return undefined;
  const { path, stage, commit, oid, hashName } = value;
  if (typeof path !== "string" || typeof stage !== "string" || !isTextOrNull(commit)) return undefined;
  const parsed = typeof oid === "string" ? parseOid(oid) : undefined;
  if (parsed === undefined || (hashName !== "md5" && hashName !== "md5-dos2unix")) return undefined;
  return { path, stage, commit, oid: parsed, hashName };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
