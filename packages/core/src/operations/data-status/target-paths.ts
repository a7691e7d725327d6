import type { Project } from "../../project/project.ts";
import type { ProjectIndex } from "../../project/project-index.ts";
import { projectPath } from "../../project/select-targets.ts";

/**
 * The paths, from the project's root, that targets name: paths relative to the project's `cwd`, tracked or not, and for
 * stage files the paths of their outputs. A path outside of the project names nothing.
 *
 * @returns undefined without targets: everything
 */
export function targetPaths(
  project: Project,
  targets: readonly string[],
  { stages }: ProjectIndex,
): readonly string[] | undefined {
  if (targets.length === 0) return undefined;
  return targets.flatMap((target) => {
    const path = projectPath(project, target);
    const outs = stages.filter(({ file }) => file === path).flatMap((stage) => stage.outs);
    const outPaths = outs.flatMap(({ location }) => (location.kind === "inside" ? [location.path] : []));
    return path === undefined ? [] : [path, ...outPaths];
  });
}
