import { LodeError } from "../../base/lode-error.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { buildManifest } from "../../formats/manifest/build-manifest.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { manifestSubtree } from "../../formats/manifest/manifest-subtree.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import type { Output } from "../../project/output.ts";
import { storeOf } from "../../project/project.ts";
import { hashNameToSave } from "../../project/workspace/hash-name-to-save.ts";
import { recordedManifest, storeManifests } from "../../project/workspace/recorded-manifest.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { fullPath, memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import type { OutputState } from "../../worktree/digest/output-state.ts";
import { type ManifestObject, manifestObject, scanManifest } from "../../worktree/digest/scan-manifest.ts";
import { outputState } from "../../worktree/digest/summarize-scan.ts";
import { saveScan } from "../../worktree/save/save-scan.ts";
import { checkTrackable } from "../../worktree/scan/check-trackable.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";
import { isLinked, outputMissing, type TakeOverOptions } from "./add-output.ts";
import type { AddedState } from "./add-state.ts";
import { listPart } from "./list-part.ts";
import type { OutputPart } from "./output-part.ts";

/**
 * Takes over one path in a tracked directory; the rest of the directory need not be there. A path that is gone is taken
 * out of the directory's listing.
 *
 * @throws OUTPUT_IS_FILE, OUTPUT_MISSING, PATH_NOT_FOUND, MANIFEST_MISSING, and what saving throws
 */
export async function addPart(workspace: Workspace, part: OutputPart, options: TakeOverOptions): Promise<AddedState> {
  const { output, within } = part;
  await refuseFile(workspace, part);
  const found = await scanLocation(workspace, output.location, { within });
  if (found.kind === "special") throw outputMissing(`${output.location.path}/${within}`, found.kind);
  if (!isScan(found)) refuseMissingDirectory(workspace, output);
  const before = await recordedManifest(workspace, output);
  const others = before.filter(({ relpath }) => relpath !== within && !relpath.startsWith(`${within}/`));
  if (!isScan(found)) return withoutPart(workspace, part, { before, others, options });
  const taken = await takeOver(workspace, found, { part, options });
  const manifest = buildManifest([...others, ...taken.entries], output.location.path);
  const object = manifestObject(manifest);
  const isAppended = others.length === before.length;
  const state: EntryState = {
    checksum: { key: "md5", value: object.oid },
    ...sizeField(output, { oid: object.oid, added: isAppended ? taken.sizeBytes : undefined }),
    nfiles: manifest.length,
    hash: "md5",
    ...(await listPart(workspace, part, found)),
  };
  if (isStored(output, options)) await storeManifests(workspace, [object, ...taken.listings]);
  const { linkFailures } = taken;
  return { state, hashName: "md5", linkFailures, isCreated: isLinked(output, options) && linkFailures.length === 0 };
}

function isStored({ cached }: Output, { noCommit = false }: TakeOverOptions): boolean {
  return cached && !noCommit;
}

async function refuseFile(workspace: Workspace, { output, within }: OutputPart): Promise<void> {
  const { path } = output.location;
  const isFile = output.oid !== undefined && !isDirOid(output.oid);
  if (!isFile && output.hashName === "md5") return;
  // DVC hashes a directory of DVC 2.x before it refuses it, and so stores its listing.
  if (!isFile) await hashNameToSave(workspace, output);
  const state = isFile ? `'${path}' is tracked as a file` : `'${path}' is in the format of DVC 2`;
  throw new LodeError("OUTPUT_IS_FILE", `Cannot add '${path}/${within}': ${state}`, {
    hint: `Run \`lode add ${path}\` to take over all of it.`,
    details: { path, within },
  });
}

/** A path that is gone counts only in a directory that is here. */
function refuseMissingDirectory(workspace: Workspace, { location }: OutputPart["output"]): void {
  if (statIfThere(fullPath(workspace, location)) === undefined) throw outputMissing(location.path, "missing");
}

interface Removal {
  readonly before: Manifest;
  readonly others: Manifest;
  readonly options: TakeOverOptions;
}

async function withoutPart(
  workspace: Workspace,
  part: OutputPart,
  { before, others, options }: Removal,
): Promise<AddedState> {
  const { output, within } = part;
  const { location } = output;
  if (others.length === before.length) {
    throw new LodeError("PATH_NOT_FOUND", `Cannot add '${location.path}/${within}': it is not there`, {
      details: { path: `${location.path}/${within}` },
    });
  }
  const object = manifestObject(others);
  if (isStored(output, options)) await storeManifests(workspace, [object]);
  const state: EntryState = {
    checksum: { key: "md5", value: object.oid },
    nfiles: others.length,
    hash: "md5",
    ...(await listPart(workspace, part, undefined)),
  };
  return { state, hashName: "md5", linkFailures: [], isCreated: false };
}

/** DVC's rule: the size is known if files were only added to a directory of known size, or nothing changed. */
function sizeField(
  { entry, oid }: Output,
  change: { readonly oid: Oid; readonly added: number | undefined },
): { readonly size?: number } {
  if (change.added !== undefined && entry.size) return { size: entry.size + change.added };
  return change.oid === oid && entry.size !== undefined ? { size: entry.size } : {};
}

interface TakenFiles {
  readonly entries: Manifest;
  /** The listing of a folder that was taken over, by itself: DVC stores it too. */
  readonly listings: readonly ManifestObject[];
  readonly sizeBytes: number;
  readonly linkFailures: AddedState["linkFailures"];
}

async function takeOver(
  workspace: Workspace,
  scan: Scan,
  { part, options }: { readonly part: OutputPart; readonly options: TakeOverOptions },
): Promise<TakenFiles> {
  const { output, within } = part;
  const { run, project } = workspace;
  const memory = { ...memoryOf(workspace, output.location, "md5"), partial: true };
  const store = storeOf(project.cache, "md5");
  checkTrackable(scan);
  if (isStored(output, options)) {
    const saved = await saveScan(scan, { store, memory, relink: options.relink ?? true, run });
    return { ...entriesOf(saved.state, saved.manifest ?? [], within), linkFailures: saved.linkFailures };
  }
  const digested = await hashScan(scan, { hashName: "md5", memory, run });
  const manifest = scan.kind === "dir" ? scanManifest(digested) : [];
  return { ...entriesOf(outputState(digested, memory), manifest, within), linkFailures: [] };
}

function entriesOf(state: OutputState, manifest: Manifest, within: RelPath): Omit<TakenFiles, "linkFailures"> {
  const { sizeBytes } = state;
  if (state.kind === "file") return { entries: [{ relpath: within, oid: state.oid }], listings: [], sizeBytes };
  return { entries: manifest, listings: [manifestObject(manifestSubtree(manifest, within))], sizeBytes };
}
