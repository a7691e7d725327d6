import type { Oid } from "../../base/oid.ts";
import { updateCreatedOutputs } from "../../worktree/created/created-outputs.ts";
import { describeCreated } from "../../worktree/created/describe-created.ts";
import { hashLocation } from "./hash-location.ts";
import type { CheckoutTarget } from "./output-checkout.ts";
import { fullPath, type Workspace } from "./workspace.ts";

/** Records outputs that have just been checked out, so that checkout may remove them when no stage has them any more. */
export async function recordCreatedOutputs(workspace: Workspace, targets: readonly CheckoutTarget[]): Promise<void> {
  const created = [];
  for (const target of targets) {
    const { location, hashName } = target.output;
    const oid = await currentOid(workspace, target);
    if (location.kind !== "inside" || oid === undefined) continue;
    const described = describeCreated({ path: location.path, fullPath: fullPath(workspace, location), hashName, oid });
    if (described !== undefined) created.push(described);
  }
  updateCreatedOutputs(workspace.statCache, { created });
}

/** Of a directory that was checked out in part, the state that it has now. */
async function currentOid(workspace: Workspace, { output, within }: CheckoutTarget): Promise<Oid | undefined> {
  const { location, hashName } = output;
  if (within === undefined || location.kind === "url") return output.oid;
  return (await hashLocation(workspace, { location, hashName }, { isReadOnly: true }))?.oid;
}
