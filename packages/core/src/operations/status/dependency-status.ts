import { isLodeError } from "../../base/lode-error.ts";
import type { Dependency } from "../../project/stage.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { type UrlPlace, urlPlace } from "../../source/url/url-place.ts";
import { urlState } from "../../source/url/url-state.ts";
import { dependencyLabel } from "./dependency-label.ts";
import { localDependency, recordedChecksum, workspaceStatus } from "./entry-status.ts";
import type { EntryStatus } from "./status-item.ts";

/**
 * Compares a dependency with what is recorded of it: files of this machine by their content, files of web servers by the
 * checksum that the server gives. What comes from a repository or a database is passed over, and what is on other storage
 * with a warning.
 *
 * @throws what hashing throws; REMOTE_MISSING, URL_INVALID, CREDENTIALS_MISSING, STORAGE_DENIED, STORAGE_REJECTED,
 *   STORAGE_UNREACHABLE
 */
export async function dependencyStatus(workspace: Workspace, dependency: Dependency): Promise<EntryStatus | undefined> {
  const { entry } = dependency;
  const place = dependencyPlace(workspace, dependency);
  if (place === undefined) return undefined;
  if (place.kind === "local") return workspaceStatus(workspace, localDependency(place.location, entry));
  const state = await urlState(workspace, place);
  if (state === undefined) return "deleted";
  return recordedChecksum(entry) === state.checksum?.value ? undefined : "modified";
}

/**
 * Where a dependency lies; undefined, with a warning, if that cannot be looked at.
 *
 * @throws REMOTE_MISSING, CONFIG_INVALID, URL_INVALID, CREDENTIALS_MISSING
 */
export function dependencyPlace({ project, run }: Workspace, dependency: Dependency): UrlPlace | undefined {
  const { location, entry } = dependency;
  if (location === undefined || entry.repo !== undefined || entry.db !== undefined) return undefined;
  try {
    return urlPlace(project, { location, fsConfig: entry.fsConfig });
  } catch (error) {
    if (!isLodeError(error, "URL_UNSUPPORTED", "REMOTE_UNSUPPORTED", "OFFLINE")) throw error;
    const message = `'${dependencyLabel(project, dependency)}' cannot be looked at here and was not checked.`;
    run.onEvent?.({ type: "warning", message });
    return undefined;
  }
}
