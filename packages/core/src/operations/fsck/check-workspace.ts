import { appendAll } from "../../base/append-all.ts";
import { isLodeError, type LodeError } from "../../base/lode-error.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { type LocalLocation, memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import type { ObjectId } from "../../remotes/remote.ts";
import type { DigestedScan } from "../../worktree/digest/digested-scan.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { recallDigests, rememberDigests } from "../../worktree/digest/recall-digests.ts";
import { scanManifest } from "../../worktree/digest/scan-manifest.ts";
import { outputState } from "../../worktree/digest/summarize-scan.ts";
import { absoluteDir, isScan, pathIn, type Scan } from "../../worktree/scan/scan.ts";
import type { NeededOutput } from "../needed/needed-outputs.ts";
import type { CheckedPlace, Problem } from "./problem.ts";

/** What the work tree has. */
export interface CheckedWorkspace {
  readonly place: CheckedPlace;
  /** Outputs, from the current folder, that are there but are not as recorded. */
  readonly changed: readonly string[];
  /** Outputs of which something is there. */
  readonly present: ReadonlySet<NeededOutput>;
  /** The absolute path of a file for each content that was found; see contentKey. */
  readonly files: ReadonlyMap<string, string>;
  /** The listings of directories that are as recorded; see contentKey. */
  readonly manifests: ReadonlyMap<string, Manifest>;
}

/** Names a content by hash name and id. */
export function contentKey({ hashName, oid }: ObjectId): string {
  return `${hashName} ${oid}`;
}

/**
 * Reads and hashes all files of outputs in the work tree. A file that seemed unchanged, by its size and times, but has
 * other content than it had is damaged. What was found is remembered, so that `status` sees it too.
 *
 * An output of which a file cannot be read is damaged as a whole.
 *
 * @param outputs of the work tree
 * @throws NAME_NOT_UTF8, IO_FAILED, CANCELLED
 */
export async function checkWorkspace(
  workspace: Workspace,
  outputs: readonly NeededOutput[],
): Promise<CheckedWorkspace> {
  const problems: Problem[] = [];
  const changed: string[] = [];
  const present = new Set<NeededOutput>();
  const files = new Map<string, string>();
  const manifests = new Map<string, Manifest>();
  let checked = 0;
  let bytes = 0;
  for (const output of outputs) {
    const found = await checkOutput(workspace, output);
    if (found === undefined) continue;
    present.add(output);
    appendAll(problems, found.problems);
    if (found.oid !== undefined && found.oid !== output.oid) changed.push(cwdPath(workspace.project, output.path));
    else if (found.manifest !== undefined) manifests.set(contentKey(output), found.manifest);
    for (const { oid, path } of found.files) files.set(contentKey({ hashName: output.hashName, oid }), path);
    checked += found.files.length;
    bytes += found.sizeBytes;
  }
  const place: CheckedPlace = { kind: "workspace", name: "workspace", checked, bytes, problems };
  return { place, changed, present, files, manifests };
}

interface CheckedOutput {
  /** Undefined if it cannot be hashed. */
  readonly oid: Oid | undefined;
  readonly sizeBytes: number;
  /** Of a directory. */
  readonly manifest: Manifest | undefined;
  readonly files: readonly ScannedFile[];
  readonly problems: readonly Problem[];
}

interface ScannedFile {
  readonly oid: Oid;
  /** Absolute. */
  readonly path: string;
  /** In the tracked directory. */
  readonly relpath: string;
}

/** Undefined if nothing is there; a link to nowhere is something. */
async function checkOutput(workspace: Workspace, output: NeededOutput): Promise<CheckedOutput | undefined> {
  const { location } = output.owned.output;
  if (location.kind !== "inside") return undefined;
  const found = await scanLocation(workspace, location);
  if (!isScan(found)) return found.isLink || found.kind === "special" ? unhashed([]) : undefined;
  try {
    return await readOutput(workspace, { output, location, found });
  } catch (error) {
    if (isLodeError(error, "FILE_UNREADABLE", "FILE_CHANGED")) return unhashed([unreadable(workspace, output, error)]);
    throw error;
  }
}

function unhashed(problems: readonly Problem[]): CheckedOutput {
  return { oid: undefined, sizeBytes: 0, manifest: undefined, files: [], problems };
}

interface OutputToRead {
  readonly output: NeededOutput;
  readonly location: LocalLocation;
  readonly found: Scan;
}

async function readOutput(workspace: Workspace, { output, location, found }: OutputToRead): Promise<CheckedOutput> {
  const { hashName } = output;
  const memory = memoryOf(workspace, location, hashName);
  const believed = new Map(filesOf(recallDigests(found, memory)).map(({ path, oid }) => [path, oid]));
  const digested = await hashScan(found, { hashName, memory: undefined, run: workspace.run });
  rememberDigests(digested, memory);
  const { oid, sizeBytes } = outputState(digested, memory);
  const files = filesOf(digested);
  const shown = cwdPath(workspace.project, output.path);
  const problems = files.flatMap((file): readonly Problem[] => {
    const before = believed.get(file.path);
    if (before === undefined || before === file.oid) return [];
    const path = isDirOid(output.oid) ? `${shown}/${file.relpath}` : shown;
    const reason = `its content hashes to ${file.oid}, although its size and times have not changed`;
    return [{ kind: "damaged", hashName, oid: before, location: file.path, paths: [path], reason, isSolved: false }];
  });
  return { oid, sizeBytes, manifest: found.kind === "dir" ? scanManifest(digested) : undefined, files, problems };
}

function unreadable({ project }: Workspace, output: NeededOutput, { message, details }: LodeError): Problem {
  const { hashName, oid, path } = output;
  const location = typeof details.path === "string" ? details.path : path;
  return {
    kind: "damaged",
    hashName,
    oid,
    location,
    paths: [cwdPath(project, path)],
    reason: message,
    isSolved: false,
  };
}

/** The files whose digest is known. */
function filesOf({ scan, dirs }: DigestedScan): readonly ScannedFile[] {
  return dirs.flatMap(({ dir, oids }) =>
    dir.stats.names.flatMap((name, row) => {
      const oid = oids[row];
      if (oid === undefined) return [];
      return [{ oid, path: `${absoluteDir(scan, dir.relpath)}/${name}`, relpath: pathIn(dir, name) }];
    }),
  );
}
