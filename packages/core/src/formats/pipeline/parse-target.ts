import { LodeError } from "../../base/lode-error.ts";
import { isStageFileName } from "../stage/path-problem.ts";

/** What a target on the command line may mean. */
export interface Target {
  /** A `.dvc` or `dvc.yaml` file; undefined if the text gives none: it is then a stage of `./dvc.yaml` or a path. */
  readonly path?: string;
  /** A stage, or the whole text if it gives no file; undefined means all stages of the file. */
  readonly name?: string;
}

/** The file that a name without a file is looked up in. */
export const DEFAULT_PIPELINE_FILE = "dvc.yaml";

/**
 * Splits a target: `x.dvc`, `dir/dvc.yaml`, `dir/dvc.yaml:name`, `:name`, `name`, `name@key` or a path.
 *
 * The name is what follows the last `:`, if that holds no `/` or `\`; the `:` must come before the first `@`. A text
 * without a name that does not look like a file is a name, as is a path: which of the two it is only the disk can tell.
 *
 * @throws TARGET_INVALID for `dvc.lock`
 */
export function parseTarget(text: string): Target {
  if (text === "") return {};
  const at = text.indexOf("@");
  const group = at < 0 ? text : text.slice(0, at);
  if (group.includes("\n")) return { path: text };
  const { path, name } = splitName(group);
  if (path.slice(path.lastIndexOf("/") + 1) === "dvc.lock") throw lockTarget(text);
  const key = at < 0 ? "" : text.slice(at + 1);
  if (name !== "") return { path: path || DEFAULT_PIPELINE_FILE, name: key === "" ? name : `${name}@${key}` };
  if (path === "") return { path: DEFAULT_PIPELINE_FILE };
  return isStageFileName(text) ? { path: text } : { name: text };
}

function splitName(group: string): { readonly path: string; readonly name: string } {
  const colon = group.lastIndexOf(":");
  const name = group.slice(colon + 1);
  return colon < 0 || /[/\\]/.test(name) ? { path: group, name: "" } : { path: group.slice(0, colon), name };
}

function lockTarget(text: string): LodeError {
  const meant = text.replace(".lock", ".yaml");
  return new LodeError("TARGET_INVALID", `Cannot use the target '${text}': it is a lock file`, {
    hint: `Did you mean: \`${meant}\`?`,
    details: { target: text, meant },
  });
}
