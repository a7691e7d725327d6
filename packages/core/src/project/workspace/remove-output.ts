import { dirname, join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { missingOids } from "../../worktree/checkout/find-unsaved.ts";
import { updateCreatedOutputs } from "../../worktree/created/created-outputs.ts";
import { removeScanned } from "../../worktree/created/obsolete-output.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { scanManifest } from "../../worktree/digest/scan-manifest.ts";
import { reachOf } from "../../worktree/reach.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";
import type { Output } from "../output.ts";
import { storeOf } from "../project.ts";
import { scanLocation } from "./scan-location.ts";
import { setAside } from "./set-aside.ts";
import { fullPath, memoryOf, type Workspace } from "./workspace.ts";

/**
 * Removes what lies at the path of an output. Files whose content is not in the cache are kept aside; a link goes, not
 * what it leads to; what `.dvcignore` hides stays, and so does what is outside of the project.
 *
 * @throws PATH_BEHIND_LINK if the output lies behind a link that leaves the project; what hashing throws, IO_FAILED
 */
export async function removeOutput(workspace: Workspace, output: Output): Promise<void> {
  const { location } = output;
  if (location.kind !== "inside") return;
  const path = fullPath(workspace, location);
  refuseBehindLink(path, workspace.project.rootDir);
  const found = await scanLocation(workspace, location);
  if (found.kind === "missing" && !found.isLink) return;
  if (!isScan(found) || found.isLink) removeTree(path);
  else if (!output.cached) setAside(workspace, [path]);
  else {
    setAside(workspace, await unsavedFiles(workspace, output, found));
    removeScanned(found);
  }
  updateCreatedOutputs(workspace.statCache, { forgotten: [location.path] });
}

/**
 * The files that removeOutput would keep aside, as absolute paths.
 *
 * @throws PATH_BEHIND_LINK if removeOutput would; what hashing throws
 */
export async function findUnsavedFiles(workspace: Workspace, output: Output): Promise<readonly string[]> {
  const { location } = output;
  if (location.kind !== "inside") return [];
  refuseBehindLink(fullPath(workspace, location), workspace.project.rootDir);
  const found = await scanLocation(workspace, location);
  return isScan(found) && !found.isLink ? unsavedFiles(workspace, output, found) : [];
}

function refuseBehindLink(path: string, rootDir: string): void {
  const { real, isInside } = reachOf(dirname(path), rootDir);
  if (isInside) return;
  throw new LodeError("PATH_BEHIND_LINK", `Cannot remove "${path}": it is really in "${real ?? "nothing"}"`, {
    hint: "Replace the symbolic link on its way by a real directory.",
    details: { path, realPath: real ?? null },
  });
}

async function unsavedFiles(workspace: Workspace, output: Output, scan: Scan): Promise<readonly string[]> {
  const { project, run } = workspace;
  const { location, hashName } = output;
  if (location.kind === "url") return [];
  const digested = await hashScan(scan, { hashName, memory: memoryOf(workspace, location, hashName), run });
  const files = scanManifest(digested);
  const missing = await missingOids(
    storeOf(project.cache, hashName),
    files.map(({ oid }) => oid),
    run,
  );
  return files.filter(({ oid }) => missing.has(oid)).map(({ relpath }) => join(scan.base, relpath));
}
