import type { HashName, Oid } from "../../base/oid.ts";
import { hashLocation, type PlaceToHash } from "./hash-location.ts";
import type { Workspace } from "./workspace.ts";

/** What is recorded of an output or dependency that is to be saved. */
export interface RecordedPlace extends PlaceToHash {
  readonly oid: Oid | undefined;
  /** Default: false. */
  readonly isDependency?: boolean;
}

/**
 * Says how an output or dependency is to be hashed when it is saved: one of DVC 2.x stays so as long as its content is
 * what is recorded.
 *
 * @throws what hashing throws
 */
export async function hashNameToSave(workspace: Workspace, place: RecordedPlace): Promise<HashName> {
  if (place.hashName === "md5") return "md5";
  const state = await hashLocation(workspace, place, { isDependency: place.isDependency ?? false });
  return state?.oid === place.oid ? place.hashName : "md5";
}
