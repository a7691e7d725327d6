import { join, resolve } from "node:path";
import { dirname } from "node:path/posix";
import type { RunContext } from "../../base/events.ts";
import type { HashName } from "../../base/oid.ts";
import { openStatCache } from "../../store/stat-cache/open-stat-cache.ts";
import type { StatCache } from "../../store/stat-cache/stat-cache.ts";
import { type DigestMemory, memoryKey } from "../../worktree/digest/digest-memory.ts";
import { nothingIgnored, type WalkScope } from "../../worktree/scan/walk-scope.ts";
import { ignoreScopeAt } from "../ignore-scope.ts";
import type { Location } from "../location.ts";
import type { Project } from "../project.ts";
import { tmpDir } from "../project-lock.ts";

/** The files of a project that the user sees, with what is remembered of them. Whoever opens it disposes it. */
export interface Workspace extends Disposable {
  readonly project: Project;
  readonly statCache: StatCache;
  readonly run: RunContext;
  /** The ignore rules in the folder that holds a path; undefined if the folder is ignored. Asked once a folder. */
  scopeAround(path: string): Promise<WalkScope | undefined>;
}

/** Opens the workspace of a project. */
export function openWorkspace(project: Project, run: RunContext): Workspace {
  const statCache = openStatCache(join(tmpDir(project), "lode", "stat-cache.db"));
  const scopes = new Map<string, Promise<WalkScope | undefined>>();
  return {
    project,
    statCache,
    run,
    scopeAround(path) {
      const folder = dirname(path) === "." ? "" : dirname(path);
      const known = scopes.get(folder) ?? ignoreScopeAt(project.tree, folder);
      scopes.set(folder, known);
      return known;
    },
    [Symbol.dispose]: () => statCache.close(),
  };
}

/** A file or directory of the machine, as metadata name it. */
export type LocalLocation = Exclude<Location, { kind: "url" }>;

/** The absolute path of a location on this machine. */
export function fullPath({ project }: Pick<Workspace, "project">, location: LocalLocation): string {
  return resolve(project.rootDir, location.path);
}

/** Where the digests of a location's files are remembered. */
export function memoryOf(workspace: Workspace, location: LocalLocation, hashName: HashName): DigestMemory {
  return { statCache: workspace.statCache, key: memoryKey(hashName, location.path) };
}

/** Everything is ignored: what lies in an ignored folder. */
export const allIgnored: WalkScope = { isIgnored: () => true, enter: () => allIgnored };

/** The rules around a location; paths outside of the project are never ignored. */
export async function scopeOf(workspace: Workspace, location: LocalLocation): Promise<WalkScope> {
  if (location.kind === "outside") return nothingIgnored;
  return (await workspace.scopeAround(location.path)) ?? allIgnored;
}
