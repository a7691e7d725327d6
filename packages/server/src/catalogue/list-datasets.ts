import { compareCodePoints, isDirOid } from "@lode/core/engine";
import type { CommittedDataset } from "./committed-data.ts";
import type { OutputOrigin } from "./output-origin.ts";
import type { Snapshot } from "./snapshots.ts";

/** Which datasets of a snapshot are listed: those for which all that is given holds. */
export interface DatasetPage {
  readonly kind?: "file" | "dir" | undefined;
  readonly origin?: OutputOrigin["kind"] | undefined;
  /** Whether an artifact has the dataset's path. */
  readonly isArtifact?: boolean | undefined;
  /** Of the dataset, or of an artifact that it is. */
  readonly type?: string | undefined;
  /** The same. */
  readonly label?: string | undefined;
  /** Only paths that begin with it. */
  readonly prefix?: string | undefined;
  /** The last path of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Lists datasets of a snapshot, in the order of the code points of their paths. */
export function listDatasets({ outputs }: Snapshot, page: DatasetPage): readonly CommittedDataset[] {
  const { after = "", limit } = page;
  return outputs
    .values()
    .filter((dataset) => compareCodePoints(dataset.path, after) > 0 && isAskedFor(dataset, page))
    .take(limit)
    .toArray();
}

function isAskedFor(
  dataset: CommittedDataset,
  { kind, origin, isArtifact, prefix = "", ...page }: DatasetPage,
): boolean {
  const { path, oid, artifacts } = dataset;
  return (
    path.startsWith(prefix) &&
    (kind === undefined || isDirOid(oid) === (kind === "dir")) &&
    (origin === undefined || dataset.origin.kind === origin) &&
    (isArtifact === undefined || artifacts.length > 0 === isArtifact) &&
    isDescribedSo([dataset, ...artifacts], page)
  );
}

/** Whether a type and a label are among those of a thing and of what it is besides. */
export function isDescribedSo(
  things: readonly { readonly type: string | undefined; readonly labels: readonly string[] }[],
  { type, label }: Pick<DatasetPage, "type" | "label">,
): boolean {
  const hasType = type === undefined || things.some((thing) => thing.type === type);
  return hasType && (label === undefined || things.some(({ labels }) => labels.includes(label)));
}
