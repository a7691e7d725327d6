import type { EntryState, FileEntry, OutputEntry } from "../../formats/stage/output-entry.ts";
import type { DigestedScan } from "../../worktree/digest/digested-scan.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { listFiles } from "../../worktree/digest/list-files.ts";
import { isScan } from "../../worktree/scan/scan.ts";
import { scanLocation } from "./scan-location.ts";
import { type LocalLocation, memoryOf, type Workspace } from "./workspace.ts";

/**
 * Carries over what a version-aware remote knows of an output's content to its new state, for each file that is the same:
 * its version there. A directory that was given file by file stays so.
 *
 * @param before what its stage said
 * @param after the same entry with its new state
 * @throws what hashing throws
 */
export async function keepVersions(
  workspace: Workspace,
  location: LocalLocation,
  { before, after }: { readonly before: EntryState; readonly after: OutputEntry },
): Promise<OutputEntry> {
  if (before.files !== undefined) {
    const files = after.nfiles === undefined ? undefined : await filesNow(workspace, location);
    return files === undefined ? after : { ...after, files: withKnown(files, before.files) };
  }
  const isVersioned = before.versionId !== undefined || before.cloud !== undefined;
  if (!isVersioned || before.checksum?.value !== after.checksum?.value) return after;
  const { path: _path, ...state } = { ...after, ...before };
  return { ...after, ...state };
}

async function filesNow(workspace: Workspace, location: LocalLocation): Promise<readonly FileEntry[] | undefined> {
  const found = await scanLocation(workspace, location);
  if (!isScan(found)) return undefined;
  const memory = memoryOf(workspace, location, "md5");
  return fileEntries(await hashScan(found, { hashName: "md5", memory, run: workspace.run }));
}

/** The files of a scan as a stage lists them. */
export function fileEntries(digested: DigestedScan): readonly FileEntry[] {
  return listFiles(digested).map(({ relpath, oid, sizeBytes, executable }) => ({
    relpath,
    checksum: { key: "md5", value: oid },
    size: sizeBytes,
    ...(executable && { isexec: true }),
  }));
}

/** Puts what is known of files in the place of those that have the same path and checksum. */
export function withKnown(files: readonly FileEntry[], known: readonly FileEntry[]): readonly FileEntry[] {
  const byPath = new Map(known.map((file) => [file.relpath, file]));
  return files.map((file) => {
    const before = byPath.get(file.relpath);
    return before !== undefined && md5Of(before) === md5Of(file) ? before : file;
  });
}

function md5Of({ checksum, otherChecksums }: FileEntry): string | undefined {
  return checksum?.key === "md5" ? checksum.value : otherChecksums?.md5;
}
