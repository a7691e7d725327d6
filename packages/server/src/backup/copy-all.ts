import { isLodeError, type RunContext } from "@lode/core";
import {
  type HashName,
  isDirOid,
  type Oid,
  type Remote,
  type TransferContext,
  type TransferReport,
} from "@lode/core/engine";

/** Objects by their hash names. */
export type ObjectIds = ReadonlyMap<HashName, readonly Oid[]>;

/** What became of objects that were to be copied. */
export interface CopiedObjects {
  readonly copied: number;
  /** What is not where it was to come from, or has other bytes. */
  readonly lost: readonly Oid[];
}

/** Where objects come from and go to; one of them is a folder of this machine. */
export interface Between {
  readonly from: Remote;
  readonly to: Remote;
}

/**
 * Copies objects from one place to another that does not have them, each hashed before it gets its name; manifests after
 * all others.
 *
 * @throws IO_FAILED, CANCELLED, and what a bucket throws; what was copied then stays
 */
export async function copyAll(
  between: Between,
  wanted: ObjectIds,
  { onEvent, signal }: RunContext,
): Promise<CopiedObjects> {
  const parts = partsOf(wanted);
  const total = parts.reduce((sum, { oids }) => sum + oids.length, 0);
  const lost: Oid[] = [];
  let copied = 0;
  let done = 0;
  const tell = (files: number): void =>
    onEvent?.({ type: "progress", task: "store", unit: "files", done: files, total });
  tell(0);
  for (const part of parts) {
    const before = done;
    const onProgress = ({ files }: { readonly files: number }): void => tell(before + files);
    const report = await move(between, part, { onProgress, ...(signal !== undefined && { signal }) });
    const damaged = report.failed.filter(({ error }) => isLodeError(error, "OBJECT_CORRUPT"));
    const failure = report.failed.find((each) => !damaged.includes(each));
    if (failure !== undefined) throw failure.error;
    copied += report.transferred.length;
    lost.push(...report.missing, ...damaged.map(({ oid }) => oid));
    done += part.oids.length;
  }
  tell(total);
  return { copied, lost };
}

/** Objects of one hash name. */
export interface ObjectsOfKind {
  readonly hashName: HashName;
  readonly oids: readonly Oid[];
}

async function move({ from, to }: Between, part: ObjectsOfKind, context: TransferContext): Promise<TransferReport> {
  const { hashName, oids } = part;
  if (to.storeOf !== undefined) return await from.fetchInto(to.storeOf(hashName), oids, context);
  if (from.storeOf === undefined) throw new TypeError("one of the places is to be a folder");
  // Asked for at once, the bucket is listed where that takes fewer requests than asking for each.
  const lacking = await to.findMissing(part, context);
  return await to.pushFrom(from.storeOf(hashName), [...lacking], context);
}

function partsOf(wanted: ObjectIds): readonly ObjectsOfKind[] {
  const parts = (isManifest: boolean) =>
    Array.from(wanted, ([hashName, oids]) => ({ hashName, oids: oids.filter((oid) => isDirOid(oid) === isManifest) }));
  return [...parts(false), ...parts(true)].filter(({ oids }) => oids.length > 0);
}
