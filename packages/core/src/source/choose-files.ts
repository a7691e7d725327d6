import { LodeError } from "../base/lode-error.ts";
import { choosePaths, type PathPatterns } from "../formats/ignore/path-choice.ts";
import type { SourceItem } from "./source-item.ts";

/**
 * The part of a directory that patterns choose; empty folders are left out. Without patterns, all of it.
 *
 * @throws OPTIONS_CONFLICT if there are patterns and the item is a file, PART_EMPTY if no file is chosen, IGNORE_INVALID
 */
export function chooseFiles(item: SourceItem, patterns: PathPatterns): SourceItem {
  const isChosen = choosePaths(patterns);
  if (isChosen === undefined) return item;
  const { kind, path, files } = item;
  const details = { path, ...patterns };
  if (kind === "file") {
    throw new LodeError("OPTIONS_CONFLICT", `Cannot choose a part of '${path}': it is a file`, { details });
  }
  const chosen = files.filter(({ relpath }) => isChosen(relpath));
  if (chosen.length > 0) return { kind, path, files: chosen, dirs: [] };
  const state = `none of its ${files.length} files is included`;
  throw new LodeError("PART_EMPTY", `Cannot take a part of '${path}': ${state}`, {
    hint: "See what there is: lode list -R URL PATH. A pattern with a slash inside starts at the directory.",
    details,
  });
}
