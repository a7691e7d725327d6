import { LodeError } from "../../base/lode-error.ts";
import { construct } from "./read/construct.ts";
import { findNode } from "./read/find-node.ts";
import { indexLines } from "./read/line-index.ts";
import { parseSimple } from "./read/parse-simple.ts";
import { parseTree } from "./read/parse-tree.ts";
import { YamlProblem } from "./read/yaml-problem.ts";
import { isSmallEnough } from "./tree/check-size.ts";
import { valueOfNode } from "./tree/value-of-tree.ts";
import type { YamlNode } from "./tree/yaml-node.ts";
import type { YamlValue } from "./yaml-value.ts";

/** A place in a file; both count from 1, columns in code points. */
export interface YamlPosition {
  readonly line: number;
  readonly column: number;
}

/** A parsed document. */
export interface YamlDocument {
  readonly fileName: string;
  /** The text it was parsed from, with its line ends as `\n`. */
  readonly text: string;
  /** Null if the document is empty. */
  readonly value: YamlValue;
  /**
   * Where the value at a path of keys and indexes begins, a mapping at its first key; undefined if there is no such
   * value.
   */
  position(path: readonly (string | number)[]): YamlPosition | undefined;
  /** A new tree of the document, for a patch to change; undefined if the document is empty. */
  tree(): YamlNode | undefined;
}

/** What a text comes from. */
export interface YamlSource {
  /** As errors name it. */
  readonly fileName: string;
}

/**
 * Parses a YAML document as DVC does (ruamel.yaml 0.19, round-trip mode): YAML 1.2, but with binary numbers, with `_`
 * within numbers, with dates and with `<<`. Line ends may be of any kind.
 *
 * @throws YAML_INVALID with `fileName`, `line` and `column`, if the text is not what DVC reads: wrong syntax, duplicate
 *   keys, tabs, several documents; also if it is nested deeper than 250 levels, or its aliases refer to themselves or
 *   multiply to millions of values
 */
export function parseYaml(text: string, source: YamlSource): YamlDocument {
  const unified = text.replace(/\r\n?/g, "\n");
  const tree = (): YamlNode | undefined => {
    try {
      const root = parseTree(unified);
      const node = root && construct(root);
      if (node !== undefined && !isSmallEnough(node)) throw new YamlProblem("its aliases make it too large", 0);
      return node;
    } catch (error) {
      throw error instanceof YamlProblem ? invalidYaml(error, { ...source, text: unified }) : error;
    }
  };
  return {
    ...source,
    text: unified,
    value: parseSimple(unified) ?? valueOfTree(tree()),
    position: (path) => findPosition(unified, path),
    tree,
  };
}

function valueOfTree(root: YamlNode | undefined): YamlValue {
  return root === undefined ? null : valueOfNode(root);
}

function findPosition(text: string, path: readonly (string | number)[]): YamlPosition | undefined {
  const root = parseTree(text);
  const node = root && findNode(root, path);
  return node && positionOf(text, node.start);
}

function positionOf(text: string, offset: number): YamlPosition {
  const { line, column } = indexLines(text).place(offset);
  return { line: line + 1, column: column + 1 };
}

/** What `git merge` leaves in a file that it could not merge. */
const CONFLICT_MARKER = /^[<=>]{7} /m;

function invalidYaml(problem: YamlProblem, { fileName, text }: YamlSource & { text: string }): LodeError {
  const { line, column } = positionOf(text, problem.offset);
  const place = `line ${line}, column ${column}`;
  const isConflict = CONFLICT_MARKER.test(text);
  const conflicts = isConflict ? ", possible merge conflicts" : "";
  return new LodeError("YAML_INVALID", `Cannot parse "${fileName}": ${problem.message}, ${place}${conflicts}`, {
    hint: isConflict ? "Resolve the merge conflict in it." : "Correct it, or restore it from Git.",
    details: { fileName, line, column },
    cause: problem,
  });
}
