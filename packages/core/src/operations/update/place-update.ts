import type { ImportDraft } from "../../project/stage-draft.ts";
import { withSetAside } from "../../project/workspace/set-aside.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { placeImport } from "../../source/place-import.ts";

/**
 * Puts the data of an import, which is in the cache, at its place. Files there that are saved nowhere are kept aside.
 *
 * @throws what placing throws
 */
export function placeUpdate(workspace: Workspace, draft: ImportDraft): Promise<void> {
  return withSetAside(workspace, async () => {
    await placeImport(workspace, draft, {});
  });
}
