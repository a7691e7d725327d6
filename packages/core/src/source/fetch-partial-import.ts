import { fetchedPartialImport, recordPartialImport } from "../project/partial-import.ts";
import type { Project } from "../project/project.ts";
import type { Stage } from "../project/stage.ts";
import { nothingMoved, type TransferOutcome } from "../transfer/wanted-objects.ts";
import { findImportItem } from "./import-item.ts";
import { type ImportOrigin, lockedSpec } from "./import-spec.ts";
import type { SourcePool } from "./source-pool.ts";
import type { StoreTarget } from "./store-files.ts";
import { storeSourceItem } from "./store-item.ts";

/** Where a partial import is, and where its source is opened. */
export interface PartialImportPlace {
  readonly project: Project;
  readonly stage: Stage;
  readonly pool: SourcePool;
}

/**
 * Brings the data of a partial import into its store and records what it is, for checkout.
 *
 * A single file that is locked to no commit is passed over with a warning, as in DVC.
 *
 * @returns as in DVC, a file counts as transferred each time, and those of a directory if it is another than before
 * @throws SOURCE_PATH_MISSING, and what opening of the source and storing throw
 */
export async function fetchPartialImport(
  { project, stage, pool }: PartialImportPlace,
  origin: ImportOrigin,
  target: StoreTarget,
): Promise<TransferOutcome> {
  const source = await pool.open(lockedSpec(origin.repo));
  const [output] = stage.outs;
  if (output === undefined) return nothingMoved;
  const { item } = await findImportItem(source, origin, { project, location: output.location });
  if (item.kind === "file" && origin.repo.revLock === undefined) return passOver(origin, target);
  const { oid, manifest } = await storeSourceItem(item, target);
  const before = fetchedPartialImport(project, stage);
  recordPartialImport(project, stage, oid);
  if (manifest === undefined) return { ...nothingMoved, transferred: [oid] };
  return oid === before ? nothingMoved : { ...nothingMoved, transferred: manifest.map((entry) => entry.oid) };
}

function passOver({ path }: ImportOrigin, { context }: StoreTarget): TransferOutcome {
  const message = `The import of '${path}' is not locked to a commit yet. Lock it with \`lode update\``;
  context.onEvent?.({ type: "warning", message });
  return nothingMoved;
}
