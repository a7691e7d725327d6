import { fullPath, type Workspace } from "../../project/workspace/workspace.ts";
import type { UrlPlace } from "../../source/url/url-place.ts";
import { urlMissing } from "../../source/url/url-state.ts";
import { checkTrackable } from "../../worktree/scan/check-trackable.ts";
import { dirRegion } from "../../worktree/scan/region.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";
import { scanRegion } from "../../worktree/scan/scan-region.ts";
import { nothingIgnored } from "../../worktree/scan/walk-scope.ts";

/**
 * Looks at files of this machine that are to be copied; ignore rules do not count.
 *
 * @throws URL_MISSING, IGNORE_FILE_IN_OUTPUT, FILE_UNREADABLE, NAME_NOT_UTF8
 */
export async function scanSource(
  workspace: Pick<Workspace, "project">,
  place: Extract<UrlPlace, { kind: "local" }>,
): Promise<Scan> {
  const found = await scanRegion(dirRegion(fullPath(workspace, place.location)), { scope: nothingIgnored });
  if (!isScan(found)) throw urlMissing(place);
  checkTrackable(found);
  return found;
}
