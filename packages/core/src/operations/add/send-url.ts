import type { EntryState } from "../../formats/stage/output-entry.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import type { Project } from "../../project/project.ts";
import { entryState } from "../../project/workspace/save-state.ts";
import { copiedState } from "../../source/url/copied-state.ts";
import type { UrlPlace } from "../../source/url/url-place.ts";
import { scanSource } from "./scan-source.ts";
import { passingStore, type SendContext, sendScan } from "./send-scan.ts";
import { sendStorage } from "./send-storage.ts";

/** Data from a URL that was copied. */
export interface CopiedUrl {
  /** What metadata say of the data where it comes from. */
  readonly dependency: EntryState;
  /** What they say of the copy. */
  readonly output: EntryState;
}

/**
 * Sends data from a URL to remote storage, without a copy here.
 *
 * @throws URL_MISSING, TRANSFER_FAILED, and what reading and sending throw; what was sent stays there
 */
export async function sendUrl(project: Project, place: UrlPlace, target: SendContext): Promise<CopiedUrl> {
  if (place.kind === "local") {
    const state = await sendScan(project, await scanSource({ project }, place), target);
    return { dependency: entryState(state, "md5"), output: copiedState(state) };
  }
  const store = passingStore(project);
  try {
    return await sendStorage(place, { ...target, store });
  } finally {
    removeTree(store.dir);
  }
}
