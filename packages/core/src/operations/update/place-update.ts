import { isLodeError } from "../../base/lode-error.ts";
import type { ImportDraft } from "../../project/stage-draft.ts";
import { setAside } from "../../project/workspace/set-aside.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { placeImport } from "../../source/place-import.ts";

/**
 * Puts the data of an import, which is in the cache, at its place. Files there that are saved nowhere are kept aside.
 *
 * @throws what placing throws
 */
export async function placeUpdate(workspace: Workspace, draft: ImportDraft): Promise<void> {
  try {
    await placeImport(workspace, draft, {});
  } catch (error) {
    if (!isLodeError(error, "FILES_UNSAVED")) throw error;
    setAside(workspace, unsavedPaths(error.details.paths));
    await placeImport(workspace, draft, {});
  }
}

function unsavedPaths(paths: unknown): readonly string[] {
  return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
}
