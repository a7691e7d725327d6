import { resolve } from "node:path";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { cwdLocation } from "../../project/cwd-path.ts";
import type { Project } from "../../project/project.ts";
import type { Dependency } from "../../project/stage.ts";

/**
 * How DVC names a dependency: that of an import with the address of its source, what is outside of the project by its
 * absolute path.
 */
export function dependencyLabel(project: Project, { entry, location }: Dependency): string {
  if (entry.repo !== undefined) return repoLabel(entry.path, entry.repo.url);
  if (location === undefined) return entry.path;
  if (location.kind === "outside") return resolve(project.rootDir, location.path);
  return location.kind === "url" ? redactUrl(location.url) : cwdLocation(project, location);
}

/** How DVC names data of a repository, but without what gives access to it. */
export function repoLabel(path: string, url: string): string {
  return `${path} (${redactUrl(url)})`;
}
