import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import { accepted, issueDepth, refused, type Schema, type SchemaIssue, type SchemaPath } from "./schema.ts";

/** Accepts what one of the schemas accepts; otherwise tells what is wrong by the schema that got deepest. */
export function oneOf(...schemas: readonly Schema[]): Schema {
  return (value, path) => {
    let deepest: readonly SchemaIssue[] = accepted;
    for (const schema of schemas) {
      const issues = schema(value, path);
      if (issues.length === 0) return accepted;
      if (deepest.length === 0 || issueDepth(issues) > issueDepth(deepest)) deepest = issues;
    }
    return deepest;
  };
}

/** Accepts what all schemas accept; they are asked in order, up to the first that refuses. */
export function allOf(...schemas: readonly Schema[]): Schema {
  return (value, path) => {
    for (const schema of schemas) {
      const issues = schema(value, path);
      if (issues.length > 0) return issues;
    }
    return accepted;
  };
}

/** Accepts sequences whose every item is accepted by one of the schemas. */
export function listOf(...schemas: readonly Schema[]): Schema {
  return (value, path) => {
    if (!isYamlSequence(value)) return refused("expected a list", path);
    const found: SchemaIssue[] = [];
    for (const [index, item] of value.entries()) {
      const issues = checkItem(schemas, item, [...path, index]);
      // An item that was recognised and is wrong inside ends the check, and hides what came before.
      if (issueDepth(issues) > path.length + 1) return issues;
      if (issues[0] !== undefined) found.push(issues[0]);
    }
    return found;
  };
}

function checkItem(schemas: readonly Schema[], item: YamlValue, path: SchemaPath): readonly SchemaIssue[] {
  let issues: readonly SchemaIssue[] = accepted;
  for (const schema of schemas) {
    issues = schema(item, path);
    if (issues.length === 0 || issueDepth(issues) > path.length) return issues;
  }
  return issues;
}

/** What a mapping may hold. */
export interface MapShape {
  /** Schemas by key; other keys are refused unless `others` is given. */
  readonly keys?: Readonly<Record<string, Schema>>;
  /** The schema of the values of all other keys, which must be text. */
  readonly others?: Schema;
  /** Keys that must be there. */
  readonly required?: readonly string[];
  /** Whether there must be at least one key. Default false. */
  readonly nonEmpty?: boolean;
}

/** Accepts mappings of a shape. */
export function mapOf(shape: MapShape): Schema {
  const keys = new Map(Object.entries(shape.keys ?? {}));
  return (value, path) => {
    if (!isYamlMap(value)) return refused("expected a dictionary", path);
    const issues: SchemaIssue[] = [];
    for (const [key, item] of value) issues.push(...checkMember({ keys, shape }, [key, item], [...path, key]));
    issues.push(...missingKeys(shape, value, path));
    return issues;
  };
}

interface CompiledShape {
  readonly keys: ReadonlyMap<string, Schema>;
  readonly shape: MapShape;
}

function checkMember(
  { keys, shape }: CompiledShape,
  [key, value]: readonly [YamlValue, YamlValue],
  path: SchemaPath,
): readonly SchemaIssue[] {
  const schema = typeof key === "string" ? (keys.get(key) ?? shape.others) : undefined;
  if (schema !== undefined) return schema(value, path);
  return refused(shape.others === undefined ? "extra keys not allowed" : "expected str", path);
}

function missingKeys(shape: MapShape, value: YamlMap, path: SchemaPath): readonly SchemaIssue[] {
  const missing = (shape.required ?? []).filter((key) => !value.has(key));
  if (shape.nonEmpty === true && !hasTextKey(value)) missing.push("<class 'str'>");
  return missing.map((key) => ({ message: "required key not provided", path: [...path, key] }));
}

function hasTextKey(map: YamlMap): boolean {
  return map.keys().some((key) => typeof key === "string");
}
