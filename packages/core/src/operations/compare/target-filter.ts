import type { Project } from "../../project/project.ts";
import type { ProjectIndex } from "../../project/project-index.ts";
import { projectPath } from "../../project/select-targets.ts";

/** Says which paths, from the project's root, targets name. */
export interface TargetFilter {
  /** Says whether a path is a target or lies in one; without targets every path is. */
  isWanted(path: string): boolean;
  /** Says whether a target lies in a path. */
  hasTargetIn(path: string): boolean;
}

/**
 * Makes a filter of targets: paths relative to the project's `cwd`, or stage files, which stand for their outputs. A path
 * outside of the project names nothing.
 */
export function targetFilter(project: Project, targets: readonly string[], { stages }: ProjectIndex): TargetFilter {
  if (targets.length === 0) return { isWanted: () => true, hasTargetIn: () => false };
  const paths = targets.flatMap((target) => {
    const path = projectPath(project, target);
    const outs = stages.filter(({ file }) => file === path).flatMap((stage) => stage.outs);
    const outPaths = outs.flatMap(({ location }) => (location.kind === "inside" ? [location.path] : []));
    return path === undefined ? outPaths : [path, ...outPaths];
  });
  return {
    isWanted: (path) => paths.some((target) => target === "" || path === target || path.startsWith(`${target}/`)),
    hasTargetIn: (path) => paths.some((target) => target.startsWith(`${path}/`)),
  };
}
