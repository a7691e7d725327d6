import type { Oid } from "../../base/oid.ts";
import { isExecutable } from "../scan/mode-kind.ts";
import type { DigestMemory } from "./digest-memory.ts";
import { type DigestedScan, totalSize } from "./digested-scan.ts";
import { type ManifestObject, manifestObject, scanManifest } from "./scan-manifest.ts";
import { rememberTree, statsByDir } from "./tree-fact.ts";

/** The state of an output in the workspace, as metadata record it. */
export type OutputState = FileState | DirState;

/** The state of a single file. */
export interface FileState {
  readonly kind: "file";
  readonly oid: Oid;
  readonly sizeBytes: number;
  /** Whether anybody may execute it. */
  readonly executable: boolean;
}

/** The state of a directory. */
export interface DirState {
  readonly kind: "dir";
  readonly oid: Oid;
  readonly sizeBytes: number;
  readonly files: number;
}

/** Sums up a scan whose files are all digested, and remembers the state of a directory. */
export function outputState(digested: DigestedScan, memory: DigestMemory | undefined): OutputState {
  if (digested.scan.kind === "file") return fileState(digested);
  const { state } = treeState(digested);
  rememberTreeOf(digested, state, memory);
  return state;
}

/** The state of a scanned file. */
export function fileState({ scan, dirs }: DigestedScan): FileState {
  const oid = dirs[0]?.oids[0];
  const { stats } = scan.dirs[0] ?? {};
  if (oid === undefined || stats === undefined) throw new TypeError("a file has no digest");
  return { kind: "file", oid, sizeBytes: stats.sizes[0] ?? 0, executable: isExecutable(stats.modes[0] ?? 0) };
}

/** The state of a scanned directory, and its manifest. */
export function treeState(digested: DigestedScan): { readonly state: DirState; readonly object: ManifestObject } {
  const object = manifestObject(scanManifest(digested));
  const sizeBytes = totalSize(digested);
  return { state: { kind: "dir", oid: object.oid, sizeBytes, files: object.manifest.length }, object };
}

/** Remembers the state of a scanned directory, unless one of its files could change without a trace. */
export function rememberTreeOf(digested: DigestedScan, state: DirState, memory: DigestMemory | undefined): void {
  const isSettled = digested.dirs.every(({ unsettled }) => unsettled.size === 0);
  if (isSettled) rememberTree(statsByDir(digested.scan), state, memory);
}
