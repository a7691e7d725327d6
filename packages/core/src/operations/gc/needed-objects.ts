import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { type HashName, isDirOid, type Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { findKeptManifest } from "../../project/find-kept-manifest.ts";
import type { Project } from "../../project/project.ts";
import type { NeededOutput } from "./needed-outputs.ts";

/** An output with all its objects. */
export interface OutputObjects {
  readonly output: NeededOutput;
  /** Its own object, and the members of a directory. */
  readonly oids: readonly Oid[];
}

/** How members are found. */
export interface NeededObjectsOptions {
  /** True: a directory whose listing is nowhere loses its members, with a warning. Default: false. */
  readonly force?: boolean;
}

/**
 * Finds the objects of outputs. The listing of a directory is looked for in the cache that is collected, in that of its
 * project, and in its remote; nothing is stored.
 *
 * @param project whose cache is collected
 * @throws MANIFEST_MISSING if a listing is nowhere, since its members would be taken for garbage; of an import, which
 *   can be fetched again, there are then none
 */
export async function neededObjects(
  project: Project,
  outputs: readonly NeededOutput[],
  { force = false, onEvent }: NeededObjectsOptions & RunContext,
): Promise<readonly OutputObjects[]> {
  const known = new Map<string, readonly Oid[]>();
  const result: OutputObjects[] = [];
  for (const output of outputs) {
    const key = `${output.hashName} ${output.oid}`;
    const members = known.get(key) ?? (await membersOf(project, output));
    if (members !== undefined) known.set(key, members);
    else if (!output.isImport) {
      if (!force) throw listingMissing(output);
      onEvent?.({ type: "warning", message: `${listingMissing(output).message}. Its files are not kept` });
    }
    result.push({ output, oids: [output.oid, ...(members ?? [])] });
  }
  return result;
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

async function membersOf(project: Project, output: NeededOutput): Promise<readonly Oid[] | undefined> {
  if (!isDirOid(output.oid)) return [];
  const manifest: Manifest | undefined = await findKeptManifest([project, output.project], output);
  return manifest === undefined ? undefined : [...new Set(manifest.map(({ oid }) => oid))];
}

function listingMissing({ path, oid, rev, project }: NeededOutput): LodeError {
  const where = rev === "workspace" ? "" : ` at '${rev}'`;
  return new LodeError(
    "MANIFEST_MISSING",
    `Cannot find out which files '${path}'${where} needs: its listing is neither in the cache nor in the remote`,
    {
      hint: "Get it with `lode fetch`, or give its files up with --force.",
      details: { path, oid, rev, project: project.rootDir },
    },
  );
}
