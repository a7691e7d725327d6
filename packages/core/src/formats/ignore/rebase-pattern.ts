import { pythonStrip } from "../python/python-text.ts";

/**
 * Rewrites a pattern of a nested `.dvcignore` file for the root, as DVC does: without an inner slash it applies at any
 * depth below the directory. A backslash at its start is lost on the way, and characters of the directory's name that
 * mean something in patterns are not escaped.
 *
 * @param dir the directory of the file, relative to the root
 */
export function rebasePattern(pattern: string, dir: string): string {
  const text = pythonStrip(pattern);
  if (text.startsWith("#")) return text;
  const negated = text.startsWith("!");
  const rule = negated ? text.slice(1) : text;
  const isPath = rule.slice(0, -1).includes("/") && !rule.startsWith("**/");
  const inner = isPath ? rule.replace(/^\//, "") : rule.replace(/^\*\*\//, "");
  const path = `${dir}/${isPath ? "" : "**/"}${inner.replace(/^\\/, "")}`;
  return negated ? `!/${path}` : path.replace(/^\.?\//, "");
}
