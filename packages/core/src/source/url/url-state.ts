import { LodeError } from "../../base/lode-error.ts";
import type { HashName } from "../../base/oid.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { describeLocation } from "../../project/location.ts";
import { hashLocation } from "../../project/workspace/hash-location.ts";
import { entryState } from "../../project/workspace/save-state.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { storageState } from "./storage-state.ts";
import type { UrlPlace } from "./url-place.ts";

/**
 * What metadata are to say of data that is in no repository: its MD5 if it is on this machine, else the checksum that
 * its storage gives, or its MD5 if it gives none.
 *
 * @returns undefined if nothing is there
 * @throws what hashing throws; STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE
 */
export async function urlState(
  workspace: Workspace,
  place: UrlPlace,
  hashName: HashName = "md5",
): Promise<EntryState | undefined> {
  if (place.kind === "storage") {
    const { run } = workspace;
    const found = await place.files.find(run);
    return found && storageState(place, found, run);
  }
  const state = await hashLocation(workspace, { ...place, hashName }, { isDependency: true });
  return state && entryState(state, hashName);
}

/** The error for data that is not where it is said to be. */
export function urlMissing(place: UrlPlace): LodeError {
  const name = place.kind === "storage" ? redactUrl(place.url) : describeLocation(place.location);
  const isRelative = name.startsWith("../");
  return new LodeError("URL_MISSING", `Cannot read '${name}': it does not exist`, {
    hint: isRelative
      ? "A path out of the project starts at the folder of the .dvc file, unless it is absolute."
      : "Look at the path; `lode list-url` lists what is in a folder.",
    details: { url: name },
  });
}
