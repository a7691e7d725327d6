import { LodeError } from "../base/lode-error.ts";
import type { Source } from "./source.ts";

/** The error for a path that a source does not have. */
export function sourcePathMissing({ url, commit }: Source, path: string): LodeError {
  const at = commit === undefined ? "" : ` at ${commit.slice(0, 7)}`;
  return new LodeError(
    "SOURCE_PATH_MISSING",
    `Cannot find '${path}' in '${url}'${at}: there is no such file or directory`,
    {
      hint: `See what there is: lode list ${url}`,
      details: { path, url, commit },
    },
  );
}
