import { LodeError } from "../../base/lode-error.ts";
import type { HashName } from "../../base/oid.ts";
import type { Output } from "../../project/output.ts";
import { storeOf } from "../../project/project.ts";
import { hashNameToSave } from "../../project/workspace/hash-name-to-save.ts";
import { keepVersions } from "../../project/workspace/keep-versions.ts";
import { withState } from "../../project/workspace/save-state.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { type LocalLocation, memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { outputState } from "../../worktree/digest/summarize-scan.ts";
import { type SavedOutput, saveScan } from "../../worktree/save/save-scan.ts";
import { checkTrackable } from "../../worktree/scan/check-trackable.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";
import type { AddedState } from "./add-state.ts";

/** How files are taken over. */
export interface TakeOverOptions {
  /** True: files are hashed, but not stored and not linked. Default: false. */
  readonly noCommit?: boolean;
  /** False: files stay as they are, and are not linked to the cache. Default: true. */
  readonly relink?: boolean;
}

/**
 * Takes over what lies at the path of an output, all of it.
 *
 * @throws OUTPUT_MISSING, and what saving throws
 */
export async function addWholeOutput(
  workspace: Workspace,
  output: Output & { readonly location: LocalLocation },
  options: TakeOverOptions,
): Promise<AddedState> {
  const { location, entry } = output;
  const hashName = await hashNameToSave(workspace, output);
  const found = await scanLocation(workspace, location, { toHash: memoryOf(workspace, location, hashName) });
  if (!isScan(found)) throw outputMissing(location.path, found.kind);
  const { state, linkFailures } = await takeOver(workspace, found, { output, hashName, options });
  return {
    state: await keepVersions(workspace, location, { before: entry, after: withState(entry, state, hashName) }),
    hashName,
    linkFailures,
    isCreated: isLinked(output, options) && linkFailures.length === 0,
  };
}

/** Whether the files of an output are linked to the cache when they are taken over. */
export function isLinked({ cached }: Output, { noCommit = false, relink = true }: TakeOverOptions): boolean {
  return cached && !noCommit && relink;
}

interface TakeOver {
  readonly output: Output & { readonly location: LocalLocation };
  readonly hashName: HashName;
  readonly options: TakeOverOptions;
}

async function takeOver(
  workspace: Workspace,
  scan: Scan,
  { output, hashName, options }: TakeOver,
): Promise<Pick<SavedOutput, "state" | "linkFailures">> {
  const { run, project } = workspace;
  const memory = memoryOf(workspace, output.location, hashName);
  if (output.cached && !options.noCommit) {
    const relink = options.relink ?? true;
    return saveScan(scan, { store: storeOf(project.cache, hashName), memory, relink, run });
  }
  checkTrackable(scan);
  const state = outputState(await hashScan(scan, { hashName, memory, run }), memory);
  return { state, linkFailures: [] };
}

/** The error for an output that is not there, or is neither a file nor a directory. */
export function outputMissing(path: string, kind: "missing" | "special"): LodeError {
  const state = kind === "missing" ? "it does not exist" : "it is neither a file nor a directory";
  return new LodeError("OUTPUT_MISSING", `Cannot track '${path}': ${state}`, {
    hint: "Check the path: targets are relative to the current folder.",
    details: { path },
  });
}
