import { join } from "node:path";
import { removeTree } from "../../fs/remove-tree.ts";
import type { Output } from "../../project/output.ts";
import { storeOf } from "../../project/project.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { setAside } from "../../project/workspace/set-aside.ts";
import { fullPath, memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { missingOids } from "../../worktree/checkout/find-unsaved.ts";
import { removeObsolete } from "../../worktree/created/obsolete-output.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { scanManifest } from "../../worktree/digest/scan-manifest.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";

/**
 * Removes what lies at the path of an output. Files whose content is not in the cache are kept aside; what `.dvcignore`
 * hides stays.
 *
 * @throws what hashing throws, IO_FAILED
 */
export async function removeOutdated(workspace: Workspace, output: Output): Promise<void> {
  const { location } = output;
  if (location.kind !== "inside") return;
  const found = await scanLocation(workspace, location);
  if (!isScan(found)) return removeTree(fullPath(workspace, location));
  setAside(workspace, await unsavedFiles(workspace, output, found));
  removeObsolete(found);
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
