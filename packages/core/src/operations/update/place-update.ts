import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { ImportDraft } from "../../project/stage-draft.ts";
import { withSetAside } from "../../project/workspace/set-aside.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { placeImport } from "../../source/place-import.ts";

/**
 * Puts the data of an import, which is in the cache, at its place. Files there that are saved nowhere are kept aside.
 *
 * @param manifest of a directory, if it has just been made
 * @throws what placing throws
 */
export function placeUpdate(workspace: Workspace, draft: ImportDraft, manifest?: Manifest): Promise<void> {
  return withSetAside(workspace, async () => {
    await placeImport(workspace, draft, { manifest });
  });
}
