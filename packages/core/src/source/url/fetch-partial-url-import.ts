import { parseOid } from "../../base/oid.ts";
import { describeLocation } from "../../project/location.ts";
import { partialImportCache, recordPartialImport } from "../../project/partial-import.ts";
import type { Project } from "../../project/project.ts";
import type { Stage } from "../../project/stage.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { nothingMoved, type TransferOutcome } from "../../transfer/wanted-objects.ts";
import { isUnchanged } from "./is-unchanged.ts";
import { recordedAtUrl } from "./recorded-at-url.ts";
import { stateDigest } from "./storage-state.ts";
import { storeUrl } from "./store-url.ts";
import { urlPlace } from "./url-place.ts";

/**
 * Brings the data of a partial import from a URL into its store and records what it is, for checkout. One whose source is
 * another than when it was imported, or was never looked at, is passed over with a warning.
 *
 * @returns as in DVC, a file counts as transferred each time, and a directory never
 * @throws URL_MISSING, URL_UNSUPPORTED, and what reading and storing throw
 */
export async function fetchPartialUrlImport(
  project: Project,
  stage: Stage,
  context: MoveContext,
): Promise<TransferOutcome> {
  const [dependency] = stage.deps;
  const [output] = stage.outs;
  if (dependency?.location === undefined || output === undefined || output.location.kind === "url") return nothingMoved;
  const { location, entry } = dependency;
  using workspace = openWorkspace(project, context);
  const place = urlPlace(project, { location, fsConfig: entry.fsConfig, recorded: entry });
  const found = recordedAtUrl(entry);
  if (found === undefined && !(await isUnchanged(workspace, place, entry))) {
    return passOver(describeLocation(output.location), stateDigest(entry), context);
  }
  const store = partialImportCache(project).current;
  const stored = await storeUrl(workspace, place, { store, location: output.location, found });
  const oid = parseOid(stored.output.checksum?.value ?? "");
  if (oid === undefined) throw new TypeError("what was stored has no id");
  recordPartialImport(project, stage, oid);
  return stored.output.nfiles === undefined ? { ...nothingMoved, transferred: [oid] } : nothingMoved;
}

function passOver(path: string, recorded: string | undefined, { onEvent }: MoveContext): TransferOutcome {
  const state = recorded === undefined ? "has not been looked at yet" : "is another than when it was imported";
  const message = `The source of '${path}' ${state}, and was left out. Bring what it is now with \`lode update\``;
  onEvent?.({ type: "warning", message });
  return nothingMoved;
}
