import type { EntryState } from "../../formats/stage/output-entry.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { stateDigest } from "./storage-state.ts";
import type { UrlPlace } from "./url-place.ts";
import { urlState } from "./url-state.ts";

/**
 * Says whether data at a URL is what metadata record; not if they record nothing.
 *
 * @throws what urlState throws
 */
export async function isUnchanged(workspace: Workspace, place: UrlPlace, recorded: EntryState): Promise<boolean> {
  const digest = stateDigest(recorded);
  if (digest === undefined) return false;
  const state = await urlState(workspace, place);
  return state !== undefined && stateDigest(state) === digest;
}
