import type { RunContext } from "@lode/core";
import { type HashName, isDirOid, type LocalRemote, type Oid } from "@lode/core/engine";

/** Objects by their hash names. */
export type ObjectIds = ReadonlyMap<HashName, readonly Oid[]>;

/** What became of objects that were to be copied. */
export interface CopiedObjects {
  readonly copied: number;
  /** What is not where it was to come from, or has other bytes. */
  readonly lost: readonly Oid[];
}

/**
 * Copies objects from one folder to another that does not have them, each hashed before it gets its name; manifests after
 * all others.
 *
 * @throws IO_FAILED, CANCELLED; what was copied then stays
 */
export async function copyAll(
  { from, to }: { readonly from: LocalRemote; readonly to: LocalRemote },
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
  for (const { hashName, oids } of parts) {
    const before = done;
    const onProgress = ({ files }: { readonly files: number }): void => tell(before + files);
    const context = { onProgress, ...(signal !== undefined && { signal }) };
    const report = await from.fetchInto(to.storeOf(hashName), oids, context);
    const [failure] = report.failed;
    if (failure !== undefined) throw failure.error;
    copied += report.transferred.length;
    lost.push(...report.missing);
    done += oids.length;
  }
  tell(total);
  return { copied, lost };
}

function partsOf(wanted: ObjectIds): readonly { readonly hashName: HashName; readonly oids: readonly Oid[] }[] {
  const parts = (isManifest: boolean) =>
    Array.from(wanted, ([hashName, oids]) => ({ hashName, oids: oids.filter((oid) => isDirOid(oid) === isManifest) }));
  return [...parts(false), ...parts(true)].filter(({ oids }) => oids.length > 0);
}
