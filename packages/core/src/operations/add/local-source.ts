import { resolve } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { resolveRemoteUrl } from "../../formats/config/resolve-remote.ts";
import type { Project } from "../../project/project.ts";
import { checkTrackable } from "../../worktree/scan/check-trackable.ts";
import { dirRegion } from "../../worktree/scan/region.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";
import { scanRegion } from "../../worktree/scan/scan-region.ts";
import { nothingIgnored } from "../../worktree/scan/walk-scope.ts";

const URL_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/**
 * Looks at what is to be copied: a path of this machine, or one below a remote that is a folder.
 *
 * @param target relative to the current folder, absolute, or `remote://name/path`
 * @throws URL_UNSUPPORTED for other URLs, OUTPUT_MISSING, IGNORE_FILE_IN_OUTPUT, FILE_UNREADABLE, NAME_NOT_UTF8
 */
export async function scanLocalSource(project: Project, target: string): Promise<Scan> {
  const path = sourcePath(project, target);
  const found = await scanRegion(dirRegion(path), { scope: nothingIgnored });
  if (!isScan(found)) {
    throw new LodeError("OUTPUT_MISSING", `Cannot copy '${target}': it does not exist`, { details: { target } });
  }
  checkTrackable(found);
  return found;
}

function sourcePath({ context, config }: Project, target: string): string {
  const remote = resolveRemoteUrl(config, target);
  if (remote?.scheme === "local") return remote.url;
  if (remote === undefined && !URL_SCHEME.test(target)) return resolve(context.cwd, target);
  throw new LodeError("URL_UNSUPPORTED", `Cannot copy '${target}': only paths of this machine can be copied yet`, {
    hint: "Download it first, then add the file.",
    details: { target },
  });
}
