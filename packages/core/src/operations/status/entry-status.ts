import type { HashName } from "../../base/oid.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import type { Output } from "../../project/output.ts";
import { hashLocation } from "../../project/workspace/hash-location.ts";
import type { LocalLocation, Workspace } from "../../project/workspace/workspace.ts";
import type { EntryStatus } from "./status-item.ts";

/** An output or dependency on this machine. */
export interface LocalEntry {
  readonly location: LocalLocation;
  readonly entry: EntryState;
  readonly hashName: HashName;
  readonly isDependency: boolean;
}

/** An output as a LocalEntry; undefined if it is not on this machine. */
export function localOutput({ location, entry, hashName }: Output): LocalEntry | undefined {
  return location.kind === "url" ? undefined : { location, entry, hashName, isDependency: false };
}

/** A dependency that lies on this machine. */
export function localDependency(location: LocalLocation, entry: EntryState): LocalEntry {
  const isLegacy = location.kind === "inside" && entry.checksum !== undefined && entry.hash === undefined;
  return { location, entry, hashName: isLegacy ? "md5-dos2unix" : "md5", isDependency: true };
}

/** The checksum that counts: DVC 3 knows no other hash than md5. */
export function recordedChecksum({ hash = "md5", checksum }: EntryState): string | undefined {
  return hash === "md5" && checksum !== undefined && checksum.value !== "" ? checksum.value : undefined;
}

/**
 * Compares what is in the workspace with what is recorded; undefined if they are the same. An entry that was never
 * hashed is `modified`, as in DVC.
 *
 * @throws what hashing throws
 */
export async function workspaceStatus(workspace: Workspace, local: LocalEntry): Promise<EntryStatus | undefined> {
  const { entry, isDependency } = local;
  const state = await hashLocation(workspace, local, { isDependency });
  if (state === undefined) return "deleted";
  return recordedChecksum(entry) === state.oid ? undefined : "modified";
}
