import type { Oid } from "../../base/oid.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import type { Project } from "../../project/project.ts";
import type { OutputObjects } from "./needed-objects.ts";

/** An object, and the paths that need it. */
export interface ObjectUse {
  readonly oid: Oid;
  /** Outputs, and paths in tracked directories, from the current folder; in the order of the outputs. */
  readonly paths: readonly string[];
}

/** Finds the paths that need some objects of one hash name; of an object that nothing needs there are none. */
export function objectUsers(
  project: Project,
  outputs: readonly OutputObjects[],
  oids: Iterable<Oid>,
): ReadonlyMap<Oid, readonly string[]> {
  const users = new Map([...oids].map((oid) => [oid, new Set<string>()]));
  for (const { output, manifest } of outputs) {
    const path = cwdPath(project, output.path);
    users.get(output.oid)?.add(path);
    for (const member of manifest ?? []) users.get(member.oid)?.add(`${path}/${member.relpath}`);
  }
  return new Map([...users].map(([oid, paths]) => [oid, [...paths]]));
}
