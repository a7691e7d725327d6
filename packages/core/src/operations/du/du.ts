import { compareCodePoints } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { openSource } from "../../source/open-source.ts";
import { rootedPathInSource } from "../../source/path-in-source.ts";
import type { SourceSpec } from "../../source/source-context.ts";
import { sourceEntry } from "../../source/source-entry.ts";
import { sourcePathMissing } from "../../source/source-path-missing.ts";
import { childSizes, entrySize, sumOfSizes } from "./entry-size.ts";

/** What is measured. */
export interface DuOptions extends SourceSpec {
  /** In the source, see pathInSource; one that starts with `/` is from its root. Default: its root. */
  readonly path?: string;
  /** Whether only the whole is told, and not what is right below it. Default: false. */
  readonly summarize?: boolean;
}

/** How large something is. */
export interface DuEntry {
  /** As the caller wrote it, and below that the names as they are. */
  readonly path: string;
  /** In bytes; null if it is not known, because only a remote has the data and its size is recorded nowhere. */
  readonly size: number | null;
}

/**
 * Measures a path of another repository or of a folder of this machine: files as they are on disk, and tracked data that
 * is not there as it is recorded, or as the cache has it. DVC's own files do not count. No data is downloaded.
 *
 * @returns what is right below a folder, by name, and last the path itself
 * @throws SOURCE_PATH_MISSING, MANIFEST_MISSING, and what openSource throws
 */
export async function du(
  project: ProjectContext,
  options: DuOptions,
  context: RunContext,
): Promise<readonly DuEntry[]> {
  const { path = "", summarize = false } = options;
  await using source = await openSource(options, { ...context, context: project, cache: undefined });
  const normal = rootedPathInSource(source, project.cwd, path);
  const entry = normal === undefined ? undefined : await sourceEntry(source, normal);
  if (entry === undefined) throw sourcePathMissing(source, path);
  await source.tree.prefetch?.([entry.path], { use: "sizes" });
  if (summarize || entry.kind === "file") return [{ path, size: await entrySize(source, entry) }];
  const sizes = [...(await childSizes(source, entry.path))].sort(([a], [b]) => compareCodePoints(a, b));
  const total = entry.file === undefined ? await entrySize(source, entry) : sumOfSizes(sizes.map(([, size]) => size));
  const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
  return [...sizes.map(([name, size]) => ({ path: `${prefix}${name}`, size })), { path, size: total }];
}
