import { FOLD_MARK } from "../print/write-block-scalar.ts";
import { type PlainType, plainType } from "../scalar/plain-type.ts";
import { readFloat } from "../scalar/read-float.ts";
import { readInteger } from "../scalar/read-integer.ts";
import { readTimestamp } from "../scalar/read-timestamp.ts";
import type { ScalarNode } from "../tree/yaml-node.ts";
import { type YamlValue, yamlFloat } from "../yaml-value.ts";
import { foldUnusualBreaks } from "./fold-unusual-breaks.ts";
import type { ParsedScalar } from "./parsed-node.ts";
import { YamlProblem } from "./yaml-problem.ts";

/**
 * Resolves a scalar to its value, and to the text that it is written back as.
 *
 * @throws YamlProblem if it looks like a number or date, but is none
 */
export function constructScalar(parsed: ParsedScalar): ScalarNode {
  const { tag } = parsed;
  if (tag !== undefined && !(tag in CORE_TAGS)) return taggedScalar(parsed, tag);
  const type = CORE_TAGS[tag ?? ""] ?? (parsed.style === "" || tag === "!" ? plainType(parsed.text) : "str");
  const resolved = type === "str" ? undefined : resolve(parsed, type);
  if (resolved === undefined) return stringScalar(parsed);
  const { anchor } = parsed;
  // Neither null nor a date can carry an anchor.
  const keepsAnchor = anchor !== undefined && type !== "null" && type !== "timestamp";
  return { kind: "scalar", ...resolved, type, style: "", ...(keepsAnchor ? { anchor } : {}) };
}

/** Tags that choose a type and are not written back. A missing tag and `!` leave the choice to the text. */
const CORE_TAGS: Readonly<Record<string, PlainType | undefined>> = {
  "": undefined,
  "!": undefined,
  "!!null": "null",
  "!!bool": "bool",
  "!!int": "int",
  "!!float": "float",
  "!!timestamp": "timestamp",
};

interface Resolved {
  readonly value: YamlValue;
  readonly text: string;
}

function resolve(parsed: ParsedScalar, type: Exclude<PlainType, "str">): Resolved {
  const { text } = parsed;
  const resolved = resolvers[type](text);
  if (resolved === undefined) throw new YamlProblem(`${JSON.stringify(text)} is not a valid ${type}`, parsed.start);
  return resolved;
}

const resolvers: Readonly<Record<Exclude<PlainType, "str">, (text: string) => Resolved | undefined>> = {
  null: () => ({ value: null, text: "" }),
  bool: (text) => (/^(?:true|false|yes|no|y|n|on|off)$/i.test(text) ? boolScalar(text) : undefined),
  int: readInteger,
  float: (text) => {
    const read = readFloat(text);
    return read && { value: yamlFloat(read.value), text: read.text };
  },
  timestamp: (source) => {
    const text = readTimestamp(source);
    return text === undefined ? undefined : { value: { kind: "timestamp", text }, text };
  },
  merge: (text) => ({ value: text, text }),
  value: (text) => ({ value: text, text }),
};

function boolScalar(text: string): Resolved {
  const value = /^(?:true|yes|y|on)$/i.test(text);
  return { value, text: String(value) };
}

function stringScalar({ text: read, style, anchor, headerComment }: ParsedScalar): ScalarNode {
  const text = style === "" || style === "'" ? foldUnusualBreaks(read) : read;
  const isBlock = style === "|" || style === ">";
  const value = style === ">" ? text.replaceAll(FOLD_MARK, "") : text;
  return {
    kind: "scalar",
    value,
    text: style === ">" ? keepFolds(text) : text,
    type: "str",
    style: isBlock ? style : "",
    ...(anchor === undefined ? {} : { anchor }),
    ...(headerComment === undefined ? {} : { headerComment }),
  };
}

/** Drops the marks of folds that are no single blank between two words. */
function keepFolds(text: string): string {
  return text.replace(/\x07(?!(?<=[^\s\x07]\x07) [^\s\x07])/g, "");
}

function taggedScalar({ text, style, anchor }: ParsedScalar, tag: string): ScalarNode {
  const value = text.replaceAll(FOLD_MARK, "");
  return { kind: "scalar", value, text, type: "str", style, tag, ...(anchor === undefined ? {} : { anchor }) };
}
