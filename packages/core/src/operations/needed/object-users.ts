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
  const users = new Map<Oid, string[]>();
  for (const oid of oids) users.set(oid, NOBODY);
  for (const { output, manifest } of outputs) {
    const path = cwdPath(project, output.path);
    enter(users, output.oid, path);
    for (const { oid, relpath } of manifest ?? []) enter(users, oid, `${path}/${relpath}`);
  }
  for (const [oid, paths] of users) if (paths.length > 1) users.set(oid, [...new Set(paths)]);
  return users;
}

/** One for all objects that nothing needs. */
const NOBODY: string[] = [];

/** Most objects have one path: a list of one takes a fifth of what an empty one takes that grows. */
function enter(users: Map<Oid, string[]>, oid: Oid, path: string): void {
  const paths = users.get(oid);
  if (paths === NOBODY) users.set(oid, [path]);
  else paths?.push(path);
}
