import { type HashName, isDirOid, type Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { NeededOutput } from "./needed-outputs.ts";

/** An output with all its objects. */
export interface OutputObjects {
  readonly output: NeededOutput;
  /** Of a directory; undefined if it is nowhere. */
  readonly manifest: Manifest | undefined;
  /** Its own object, and the members of a directory. */
  readonly oids: readonly Oid[];
}

/** Where the listing of an output is looked for. */
export type FindListing = (output: NeededOutput) => Promise<Manifest | undefined>;

/**
 * Finds the objects of outputs. Of a directory whose listing is nowhere only its own object is known.
 *
 * @param findListing called once for each directory object
 */
export async function neededObjects(
  outputs: readonly NeededOutput[],
  findListing: FindListing,
): Promise<readonly OutputObjects[]> {
  const known = new Map<string, Omit<OutputObjects, "output">>();
  const result: OutputObjects[] = [];
  for (const output of outputs) {
    const key = `${output.hashName} ${output.oid}`;
    const objects = known.get(key) ?? (await objectsOf(output, findListing));
    known.set(key, objects);
    result.push({ output, ...objects });
  }
  return result;
}

async function objectsOf(output: NeededOutput, findListing: FindListing): Promise<Omit<OutputObjects, "output">> {
  const { oid } = output;
  const manifest = isDirOid(oid) ? await findListing(output) : undefined;
  return { manifest, oids: [...new Set([oid, ...(manifest ?? []).map((entry) => entry.oid)])] };
}

/** The ids of objects, by hash name. */
export type ObjectSets = Readonly<Record<HashName, ReadonlySet<Oid>>>;

/** All objects of outputs. */
export function objectSets(outputs: Iterable<OutputObjects>): ObjectSets {
  const sets = { md5: new Set<Oid>(), "md5-dos2unix": new Set<Oid>() };
  for (const { output, oids } of outputs) {
    for (const oid of oids) sets[output.hashName].add(oid);
  }
  return sets;
}
