import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { remoteNotSet } from "../../project/open-remote.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { objectPlaces } from "../../source/object-places.ts";
import { openSource } from "../../source/open-source.ts";
import { pathInSource } from "../../source/path-in-source.ts";
import type { SourceSpec } from "../../source/source-context.ts";
import { sourceEntry } from "../../source/source-entry.ts";

/** Whose URL is asked for. */
export interface StorageUrlOptions extends SourceSpec {
  /** In the source; see pathInSource. */
  readonly path: string;
}

/**
 * The URL of the object that a path of a repository is, in its remote; of a directory, its manifest's. Whether it exists
 * there is not asked.
 *
 * @throws OUTPUT_NOT_FOUND if the path is not tracked, REMOTE_NOT_SET, and what openSource throws
 */
export async function storageUrl(
  project: ProjectContext,
  options: StorageUrlOptions,
  context: RunContext,
): Promise<string> {
  await using source = await openSource(options, { ...context, context: project, cache: undefined });
  const path = pathInSource(source, project.cwd, options.path);
  const object = path === undefined ? undefined : (await sourceEntry(source, path))?.data?.object;
  if (object === undefined) {
    throw new LodeError("OUTPUT_NOT_FOUND", `Cannot tell where '${options.path}' is stored: it is not a tracked path`, {
      hint: `See what is tracked: lode list --dvc-only -R ${options.url}`,
      details: { path: options.path },
    });
  }
  const { remote } = objectPlaces(object.owner, object.owned.output);
  if (remote === undefined) throw remoteNotSet();
  return remote.objectUrl(object);
}
