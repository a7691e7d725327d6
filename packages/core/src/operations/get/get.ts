import { join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import type { PathPatterns } from "../../formats/ignore/path-choice.ts";
import { isStageFileName } from "../../formats/stage/path-problem.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { resolveDestination } from "../../project/resolve-destination.ts";
import { announceDownload } from "../../source/announce-download.ts";
import { chooseFiles } from "../../source/choose-files.ts";
import { openSource } from "../../source/open-source.ts";
import { pathInSource } from "../../source/path-in-source.ts";
import type { SourceSpec } from "../../source/source-context.ts";
import { findSourceItem } from "../../source/source-item.ts";
import { sourcePathMissing } from "../../source/source-path-missing.ts";
import { writeSourceItem } from "../../source/write-item.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";

/** What is taken from where, and where it goes. */
export interface GetOptions extends SourceSpec, PathPatterns {
  /** In the source; `""` is everything. See pathInSource. */
  readonly path: string;
  /** Relative to the current folder. Default: the last part of the path. An existing folder: into it. */
  readonly out?: string;
  /** Whether an existing destination is replaced. Default: false. */
  readonly force?: boolean;
}

/** What was written. */
export interface GetResult {
  /** Absolute. */
  readonly path: string;
  readonly files: number;
}

/**
 * Copies a file or directory of another repository to this machine, without a project. Every file is whole, and
 * verified if it is an object, before it gets its name.
 *
 * @throws PATH_EXISTS, PART_EMPTY, DESTINATION_IS_STAGE_FILE, SOURCE_PATH_MISSING, OBJECTS_MISSING, and what openSource throws
 */
export async function get(project: ProjectContext, options: GetOptions, context: MoveContext): Promise<GetResult> {
  const target = resolveDestination(project.cwd, options);
  if (isStageFileName(target)) {
    throw new LodeError(
      "DESTINATION_IS_STAGE_FILE",
      `Cannot write to '${options.out ?? options.path}': it is a DVC file`,
      {
        hint: "Specify a data file or a directory.",
      },
    );
  }
  await using source = await openSource(options, { ...context, context: project, cache: undefined });
  const path = pathInSource(source, project.cwd, options.path);
  const item = path === undefined ? undefined : await findSourceItem(source, path);
  if (item === undefined) throw sourcePathMissing(source, options.path);
  const nested = isDirectory(target) ? join(target, lastPart(options.path)) : target;
  const part = chooseFiles(item, options);
  announceDownload(part, context);
  const files = await writeSourceItem(part, { target: nested, context });
  return { path: nested, files };
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1) ?? path;
}
