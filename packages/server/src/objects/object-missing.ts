import { LodeError } from "@lode/core";
import type { ObjectId } from "@lode/core/engine";

/** The error for an object that the repository does not hold, whether or not another one does. */
export function objectMissing({ oid }: ObjectId): LodeError {
  return new LodeError("OBJECT_MISSING", `Cannot find the object '${oid}' in this repository`, { details: { oid } });
}
