import { LodeError } from "../../base/lode-error.ts";
import { parseYaml, type YamlDocument } from "../yaml/parse-yaml.ts";
import { isYamlMap, isYamlSequence, type YamlValue } from "../yaml/yaml-value.ts";
import { isTruthy } from "./read-fields.ts";
import type { Schema, SchemaIssue, SchemaPath } from "./schema.ts";

/** The document that is checked, and how errors name it. */
export interface CheckedFile {
  readonly document: YamlDocument;
  /** As the user knows it, relative to where he works. */
  readonly fileName: string;
}

/**
 * Parses a text as YAML and checks it against a schema. What Python counts as false, such as an empty file, stands for
 * an empty mapping.
 *
 * @throws YAML_INVALID if the text is not YAML
 * @throws DVC_FILE_INVALID listing what is wrong and where
 */
export function readChecked(text: string, fileName: string, schema: Schema): CheckedFile {
  const parsed = parseYaml(text, { fileName });
  const document = isTruthy(parsed.value) ? parsed : { ...parsed, value: new Map() };
  const issues = schema(document.value, []);
  if (issues.length > 0) throw invalidFile({ document, fileName }, issues);
  return { document, fileName };
}

/**
 * Makes the error for a file that does not follow its format, or that does but cannot be used. Its details hold the
 * file's name and the issues, each with message, path, and line and column (from 1) where they are known.
 */
export function invalidFile(
  { document, fileName }: CheckedFile,
  issues: readonly SchemaIssue[],
  code: "DVC_FILE_INVALID" | "ENTRY_UNUSABLE" = "DVC_FILE_INVALID",
): LodeError {
  const located = issues.map(({ message, path }) => ({
    message,
    path: path.map(keyText),
    ...locate(document, path),
  }));
  const count = located.length > 1 ? ` ${located.length} errors:` : "";
  const list = located.map(describe).join("; ");
  return new LodeError(code, `'${fileName}' validation failed:${count} ${list}`, {
    hint: "Correct the file, or restore it from Git.",
    details: { file: fileName, errors: located },
  });
}

interface LocatedIssue {
  readonly message: string;
  readonly path: readonly string[];
  readonly line?: number;
  readonly column?: number;
}

function describe({ message, path, line, column }: LocatedIssue): string {
  const parts = [message];
  if (path.length > 0) parts.push(`in ${path.join(" -> ")}`);
  if (line !== undefined) parts.push(`line ${line}`, `column ${column}`);
  return parts.join(", ");
}

/** Up to so many steps from the place upwards, the innermost mapping or sequence that has a position is taken. */
const MAX_STEPS = 4;

function locate(document: YamlDocument, path: SchemaPath): { line?: number; column?: number } {
  for (let length = path.length; length > 0 && length > path.length - MAX_STEPS; length--) {
    const start = path.slice(0, length);
    const value = valueAt(document.value, start);
    const hasPosition = (isYamlMap(value) || isYamlSequence(value)) && start.every(isKey);
    const position = hasPosition ? document.position(start) : undefined;
    if (position !== undefined) return { line: position.line, column: position.column };
  }
  return {};
}

function isKey(key: YamlValue): key is string | number {
  return typeof key === "string" || typeof key === "number";
}

function valueAt(value: YamlValue, path: SchemaPath): YamlValue | undefined {
  let found: YamlValue | undefined = value;
  for (const key of path) {
    if (isYamlMap(found)) found = found.get(key);
    else if (isYamlSequence(found) && typeof key === "number") found = found[key];
    else return undefined;
  }
  return found;
}

function keyText(key: YamlValue): string {
  return typeof key === "object" && key !== null ? JSON.stringify(key) : String(key);
}
