import type { YamlNode } from "../tree/yaml-node.ts";
import { analyzeScalar } from "./analyze-scalar.ts";
import { codePointLength } from "./code-points.ts";
import type { Printer } from "./printer.ts";

/** A key of this length or more, its tag and anchor counted, is written behind a `?`. */
const MAX_SIMPLE_KEY = 128;

/** Says whether a key is written in front of its colon, rather than behind a `?`. */
export function isSimpleKey(p: Printer, key: YamlNode): boolean {
  const anchorLength = p.anchors.get(key)?.length ?? 0;
  if (p.anchored.has(key)) return anchorLength < MAX_SIMPLE_KEY;
  if (key.kind !== "scalar") {
    const isEmpty = key.kind === "sequence" ? key.items.length === 0 : key.entries.size === 0;
    const tagLength = key.tag?.length ?? "!!map".length;
    return anchorLength + tagLength < MAX_SIMPLE_KEY && (key.flow === true || isEmpty);
  }
  // The tag counts even though it is not written.
  const tagLength = key.tag?.length ?? key.type.length + 2;
  const length = anchorLength + tagLength + codePointLength(key.text);
  return length < MAX_SIMPLE_KEY && !analyzeScalar(key.text).multiline;
}
