import type { Oid } from "../../base/oid.ts";
import { fetchedPartialImport } from "../../project/partial-import.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { findAbsent } from "../../store/find-absent.ts";
import { type DataOutput, type DataRow, knownMembers } from "./data-output.ts";
import { objectRows, type RowOptions } from "./object-rows.ts";
import type { RecordedOutput } from "./recorded-outputs.ts";

/**
 * Finds what the cache does not have of recorded outputs: their own objects and, if granular, those of the files in them.
 * Only names are looked at.
 *
 * @throws IO_FAILED
 */
export async function findLost(
  project: Project,
  outputs: Iterable<RecordedOutput>,
  options: RowOptions,
): Promise<readonly DataRow[]> {
  const asked = [...outputs].filter((output) => !output.isKnownCached());
  const unfetched = asked.filter(({ owned }) => {
    return owned.output.oid === undefined && fetchedPartialImport(project, owned.stage) === undefined;
  });
  const lost = [await objectRows(unfetched, options)];
  const whole = asked.filter(({ owned }) => owned.output.oid !== undefined);
  for (const [hashName, group] of Map.groupBy(whole, (output) => output.hashName)) {
    const absent = findAbsent(storeOf(project.cache, hashName), await objectIds(group, options));
    if (absent.size > 0) lost.push(await objectRows(group, options, absent));
  }
  return lost.flat();
}

/** The objects of outputs, without their paths: of a million files these would cost more than the question. */
async function objectIds(outputs: readonly DataOutput[], { granular }: RowOptions): Promise<readonly Oid[]> {
  const oids: Oid[] = [];
  for (const output of outputs) {
    if (output.oid !== undefined) oids.push(output.oid);
    for (const { oid } of await knownMembers(output, granular)) oids.push(oid);
  }
  return oids;
}
