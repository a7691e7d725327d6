import type { EntryState } from "../../formats/stage/output-entry.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { copiedState } from "../../source/url/copied-state.ts";
import { storeStorage } from "../../source/url/store-storage.ts";
import type { UrlPlace } from "../../source/url/url-place.ts";
import { saveScan } from "../../worktree/save/save-scan.ts";
import { scanSource } from "./scan-source.ts";

/**
 * Brings data from a URL into the project's cache.
 *
 * @returns what metadata say of the copy
 * @throws URL_MISSING, and what reading and saving throw
 */
export async function keepUrl({ project, run }: Workspace, place: UrlPlace): Promise<EntryState> {
  const store = project.cache.current;
  if (place.kind === "local") {
    const scan = await scanSource({ project }, place);
    const { state } = await saveScan(scan, { store, memory: undefined, relink: false, run });
    return copiedState(state);
  }
  return (await storeStorage(place, { store }, run)).output;
}
