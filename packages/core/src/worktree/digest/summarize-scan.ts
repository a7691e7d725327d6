import { isExecutable } from "../scan/mode-kind.ts";
import type { DigestMemory } from "./digest-memory.ts";
import { type DigestedScan, totalSize } from "./digested-scan.ts";
import type { DirState, FileState, OutputState } from "./output-state.ts";
import { type ManifestObject, manifestObject, scanManifest } from "./scan-manifest.ts";
import { rememberTree, statsByDir } from "./tree-fact.ts";

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
