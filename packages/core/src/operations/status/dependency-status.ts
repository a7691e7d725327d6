import { isLodeError } from "../../base/lode-error.ts";
import type { DependencyEntry } from "../../formats/stage/dependency-entry.ts";
import type { Project } from "../../project/project.ts";
import { type Dependency, isUrlImport, type Stage } from "../../project/stage.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { stateDigest } from "../../source/url/storage-state.ts";
import { followsVersions, type UrlPlace, urlPlace } from "../../source/url/url-place.ts";
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
  if (entry.versionId !== undefined && entry.versionId !== state.versionId) return "update available";
  return recordedDigest(entry) === stateDigest(state) ? undefined : "modified";
}

function recordedDigest(entry: DependencyEntry): string | undefined {
  return entry.files === undefined ? recordedChecksum(entry) : stateDigest(entry);
}

/**
 * Says whether a stage is an import from a URL whose versions it follows: they are looked at although it is frozen. One
 * whose remote cannot be told from the configuration is none.
 */
export function isVersionedImport(project: Project, stage: Stage): boolean {
  const [dependency] = stage.deps;
  if (!isUrlImport(stage) || dependency?.location === undefined) return false;
  const { location, entry } = dependency;
  try {
    return followsVersions(project, { location, fsConfig: entry.fsConfig, recorded: entry });
  } catch (error) {
    if (!isLodeError(error, "REMOTE_MISSING", "CONFIG_INVALID", "URL_INVALID")) throw error;
    return false;
  }
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
    return urlPlace(project, { location, fsConfig: entry.fsConfig, recorded: entry });
  } catch (error) {
    if (!isLodeError(error, "URL_UNSUPPORTED", "REMOTE_UNSUPPORTED", "OFFLINE")) throw error;
    const message = `'${dependencyLabel(project, dependency)}' cannot be looked at here and was not checked.`;
    run.onEvent?.({ type: "warning", message });
    return undefined;
  }
}
