import { isDirOid, type Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import type { ObjectId } from "../../remotes/remote.ts";
import type { DigestedScan } from "../../worktree/digest/digested-scan.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { recallDigests, rememberDigests } from "../../worktree/digest/recall-digests.ts";
import { scanManifest } from "../../worktree/digest/scan-manifest.ts";
import { outputState } from "../../worktree/digest/summarize-scan.ts";
import { absoluteDir, isScan, pathIn } from "../../worktree/scan/scan.ts";
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
 * @param outputs of the work tree
 * @throws FILE_CHANGED, FILE_UNREADABLE, CANCELLED
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
    problems.push(...found.problems);
    if (found.oid !== output.oid) changed.push(cwdPath(workspace.project, output.path));
    else if (found.manifest !== undefined) manifests.set(contentKey(output), found.manifest);
    for (const { oid, path } of found.files) files.set(contentKey({ hashName: output.hashName, oid }), path);
    checked += found.files.length;
    bytes += found.sizeBytes;
  }
  const place: CheckedPlace = { kind: "workspace", name: "workspace", checked, bytes, problems };
  return { place, changed, present, files, manifests };
}

interface CheckedOutput {
  readonly oid: Oid;
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

async function checkOutput(workspace: Workspace, output: NeededOutput): Promise<CheckedOutput | undefined> {
  const { location } = output.owned.output;
  if (location.kind !== "inside") return undefined;
  const found = await scanLocation(workspace, location);
  if (!isScan(found)) return undefined;
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
