import type { Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { isExecutable } from "../scan/mode-kind.ts";
import { type DigestedScan, totalSize } from "./digested-scan.ts";
import { manifestObject, scanManifest } from "./scan-manifest.ts";

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
  readonly manifest: Manifest;
  /** The manifest as an object. */
  readonly bytes: Uint8Array;
}

/** Sums up a scan whose files are all digested. */
export function outputState(digested: DigestedScan): OutputState {
  const { scan, dirs } = digested;
  if (scan.kind === "dir") {
    const object = manifestObject(scanManifest(digested));
    return { kind: "dir", ...object, sizeBytes: totalSize(digested), files: object.manifest.length };
  }
  const oid = dirs[0]?.oids[0];
  const { stats } = scan.dirs[0] ?? {};
  if (oid === undefined || stats === undefined) throw new TypeError("a file has no digest");
  return { kind: "file", oid, sizeBytes: stats.sizes[0] ?? 0, executable: isExecutable(stats.modes[0] ?? 0) };
}
