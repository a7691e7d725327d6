import type { YamlValue } from "../yaml/yaml-value.ts";

/** Where in a document something is wrong: the keys and indexes from the top. */
export type SchemaPath = readonly YamlValue[];

/** One way in which a value does not follow its schema. */
export interface SchemaIssue {
  /** In voluptuous' words, such as `extra keys not allowed`. */
  readonly message: string;
  readonly path: SchemaPath;
}

/**
 * Lists what is wrong with a value; nothing if it is accepted.
 *
 * Which issues are listed of several, and in what order, follows voluptuous 0.16, with which DVC checks its files: a
 * path that is longer than that of the value means that a part of it was recognised and is wrong.
 */
export type Schema = (value: YamlValue, path: SchemaPath) => readonly SchemaIssue[];

/** The answer of a schema that accepts. */
export const accepted: readonly SchemaIssue[] = [];

/** The answer of a schema that refuses a value as a whole. */
export function refused(message: string, path: SchemaPath): readonly SchemaIssue[] {
  return [{ message, path }];
}

/** The length of the path of the first issue; voluptuous compares alternatives by it. */
export function issueDepth(issues: readonly SchemaIssue[]): number {
  return issues[0]?.path.length ?? 0;
}
