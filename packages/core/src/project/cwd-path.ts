import { posix } from "node:path";
import { describeLocation, type Location } from "./location.ts";
import type { Project } from "./project.ts";
import type { Stage } from "./stage.ts";

/** A path from the project's root as one from the current folder, for people; the folder itself is `.`. */
export function cwdPath({ cwd }: Project, path: string): string {
  return posix.relative(`/${cwd}`, `/${path}`) || ".";
}

/** How DVC names a location to people: paths inside the project from the current folder, others as they are. */
export function cwdLocation(project: Project, location: Location): string {
  return location.kind === "inside" ? cwdPath(project, location.path) : describeLocation(location);
}

/** How DVC names a stage to people: its address with the file's path from the current folder. */
export function cwdAddress(project: Project, { file, pipeline }: Stage): string {
  const path = cwdPath(project, file);
  if (pipeline === undefined) return path;
  return path === "dvc.yaml" ? pipeline.definition.name : `${path}:${pipeline.definition.name}`;
}
