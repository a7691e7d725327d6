import { isParamsList, isParamsMap, type ParamsValue } from "../params/params-value.ts";
import type { YamlFloat, YamlValue } from "../yaml/yaml-value.ts";
import { type TemplatePlace, templateError } from "./template-place.ts";

/** Where a value of the context comes from, for errors. */
export interface Origin {
  /** A file, `vars[0]`, or `train.vars[0]`; undefined for `item` and `key`. */
  readonly source: string | undefined;
  /** The keys that lead to it in that source. */
  readonly path: readonly string[];
}

/** A value that expressions can name. */
export type ContextNode = ScalarNode | ListNode | DictNode;

/** A value without parts. */
export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: ContextScalar;
  readonly origin: Origin;
}

/** What a ScalarNode holds. */
export type ContextScalar = null | boolean | number | bigint | string | YamlFloat;

/** A list; its items are never changed. */
export interface ListNode {
  readonly kind: "list";
  readonly items: readonly ContextNode[];
  readonly origin: Origin;
}

/** A mapping; loading `vars` adds to it. */
export interface DictNode {
  readonly kind: "dict";
  readonly members: Map<string, ContextNode>;
  readonly origin: Origin;
}

/**
 * Makes a node of a value. Members whose keys are not text are left out, since no expression can name them.
 *
 * @throws PIPELINE_INVALID for dates, tuples and sets, which DVC does not take either
 */
export function contextNode(value: ParamsValue, origin: Origin, place: TemplatePlace): ContextNode {
  if (isParamsMap(value)) return dictNode(value, origin, place);
  if (isParamsList(value)) {
    const items = value.map((item, i) => contextNode(item, below(origin, String(i)), place));
    return { kind: "list", items, origin };
  }
  if (typeof value === "object" && value !== null && value.kind !== "float") {
    const name = [...origin.path].join(".");
    const source = origin.source === undefined ? "" : ` in '${origin.source}'`;
    const type = value.kind === "timestamp" ? "date" : value.type;
    throw templateError(place, `'${name}'${source} is a ${type}, which cannot be used in templates`);
  }
  return { kind: "scalar", value, origin };
}

/** Makes a node of a mapping; see contextNode. */
export function dictNode(map: ReadonlyMap<YamlValue, ParamsValue>, origin: Origin, place: TemplatePlace): DictNode {
  const members = new Map<string, ContextNode>();
  for (const [key, value] of map) {
    if (typeof key === "string") members.set(key, contextNode(value, below(origin, key), place));
  }
  return { kind: "dict", members, origin };
}

function below({ source, path }: Origin, key: string): Origin {
  return { source, path: [...path, key] };
}

/** Turns a node back into a value. */
export function nodeValue(node: ContextNode): YamlValue {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(nodeValue);
    case "dict":
      return new Map(node.members.entries().map(([key, member]) => [key, nodeValue(member)]));
  }
}
