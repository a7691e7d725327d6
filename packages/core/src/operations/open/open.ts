import type { Readable } from "node:stream";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { openContent } from "../../source/open-content.ts";
import { openSource } from "../../source/open-source.ts";
import type { SourceSpec } from "../../source/source-context.ts";
import { findSourceItem } from "../../source/source-item.ts";
import { sourcePathMissing } from "../../source/source-path-missing.ts";

/** Which file is opened, and which part of it. */
export interface OpenOptions extends Omit<SourceSpec, "url"> {
  /** A path or Git URL. Default: the repository around the current folder. */
  readonly repo?: string;
  /** The bytes to read. Default: all. */
  readonly range?: ByteRange;
}

/**
 * Opens a file of a repository, tracked by Git or by DVC, as a stream; nothing is downloaded beyond what is read. A
 * whole object is hashed while it streams, and the stream ends with OBJECT_CORRUPT if it is not what its id says; a
 * range cannot be verified. The caller reads the stream to its end or destroys it.
 *
 * @param path from the repository's root
 * @throws SOURCE_PATH_MISSING, NOT_A_FILE, OBJECTS_MISSING, and what openSource throws
 */
export async function open(
  context: ProjectContext,
  path: string,
  { repo = ".", range, ...spec }: OpenOptions = {},
): Promise<Readable> {
  const source = await openSource({ ...spec, url: repo }, { context, cache: undefined });
  try {
    const item = await findSourceItem(source, path);
    if (item === undefined) throw sourcePathMissing(source, path);
    const [file] = item.files;
    if (item.kind === "dir" || file === undefined) {
      throw new LodeError("NOT_A_FILE", `Cannot open '${path}' of '${repo}': it is a directory`, {
        hint: "Open one of its files; `list` names them.",
        details: { path },
      });
    }
    const stream = await openContent(file.content, range);
    stream.once("close", () => void source[Symbol.asyncDispose]());
    return stream;
  } catch (error) {
    await source[Symbol.asyncDispose]();
    throw error;
  }
}
