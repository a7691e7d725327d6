import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import { type ContextNode, contextNode, nodeValue, type Origin } from "./context-node.ts";
import { type Resolving, resolveValue, wholeExpressionNode } from "./resolve-value.ts";
import { type TemplatePlace, templateError } from "./template-place.ts";
import { pythonText, templateText } from "./template-text.ts";

/** One turn of a loop. */
export interface LoopTurn {
  /** What follows `@` in the stage's name. */
  readonly key: string;
  /** The names that expressions of this turn have beside those of the file. */
  readonly names: ReadonlyMap<string, ContextNode>;
}

/** A hostile file may not make more stages than this from one definition; real ones make a few hundred. */
const MAX_TURNS = 100_000;

const NO_ORIGIN: Origin = { source: undefined, path: [] };

/**
 * Expands `foreach`: over the items of a list, named by their text, or by their index if one is compound; or over the
 * members of a mapping. Of several items with the same name, the last counts.
 *
 * @throws PIPELINE_INVALID if the data is neither list nor mapping
 */
export function expandForeach(data: YamlValue, resolving: Resolving): readonly LoopTurn[] {
  const found = loopData(data, resolving);
  switch (found?.kind) {
    case "list":
      return turns(keyedItems(found.items), resolving.place).map(([key, { node }]) => ({
        key,
        names: new Map([["item", node]]),
      }));
    case "map":
      return turns(found.members, resolving.place).map(([key, { node }]) => ({
        key,
        names: new Map([
          ["item", node],
          ["key", contextNode(key, NO_ORIGIN, resolving.place)],
        ]),
      }));
    default:
      throw templateError(resolving.place, "expected a list or mapping");
  }
}

/**
 * Expands `matrix`: over all combinations of one item of each member, the last varying fastest. A combination is named
 * by its items, joined by `-`; a compound item by its variable and index.
 *
 * @throws PIPELINE_INVALID if a member is not a list, or there are too many combinations
 */
export function expandMatrix(data: YamlMap, resolving: Resolving): readonly LoopTurn[] {
  const { place } = resolving;
  const axes = [...data].map(([name, values]): Axis => {
    return { name: pythonText(resolveValue(name, resolving)), items: axisItems(values, resolving) };
  });
  const count = axes.reduce((product, { items }) => product * items.length, 1);
  if (count > MAX_TURNS) throw tooMany(place);
  const combinations = axes.reduce<readonly Combination[]>(extendCombinations, [{ fragments: [], members: new Map() }]);
  const keyed = combinations.map(({ fragments, members }) => [fragments.join("-"), members] as const);
  return turns(keyed, place).map(([key, members]) => ({
    key,
    names: new Map<string, ContextNode>([
      ["key", contextNode(key, NO_ORIGIN, place)],
      ["item", { kind: "dict", members, origin: NO_ORIGIN }],
    ]),
  }));
}

interface Axis {
  readonly name: string;
  readonly items: readonly LoopItem[];
}

interface Combination {
  readonly fragments: readonly string[];
  readonly members: Map<string, ContextNode>;
}

function extendCombinations(combinations: readonly Combination[], { name, items }: Axis): readonly Combination[] {
  return combinations.flatMap(({ fragments, members }) =>
    items.map((item, index) => ({
      fragments: [...fragments, isCompound(item) ? `${name}${index}` : itemText(item)],
      members: new Map([...members, [name, item.node]]),
    })),
  );
}

function axisItems(values: YamlValue, resolving: Resolving): readonly LoopItem[] {
  const data = loopData(values, resolving);
  const plain = (text: string): LoopItem => ({
    node: { kind: "scalar", value: text, origin: NO_ORIGIN },
    fromContext: false,
  });
  if (data?.kind === "list") return data.items;
  if (data?.kind === "map") return data.members.map(([key]) => plain(key));
  // Python iterates over a text by its characters.
  const text = typeof values === "string" ? resolveValue(values, resolving) : undefined;
  if (typeof text === "string" && data === undefined) return [...text].map(plain);
  throw templateError(resolving.place, "expected a list");
}

/** An item of the data of a loop. */
interface LoopItem {
  readonly node: ContextNode;
  /** Whether it came out of the context as it is. DVC then names `true` as Python does. */
  readonly fromContext: boolean;
}

type LoopData =
  | { readonly kind: "list"; readonly items: readonly LoopItem[] }
  | { readonly kind: "map"; readonly members: readonly (readonly [string, LoopItem])[] }
  | { readonly kind: "scalar" };

/** The list or mapping that is written in the file or named by an expression; undefined if it is plain text. */
function loopData(data: YamlValue, resolving: Resolving): LoopData | undefined {
  if (isYamlSequence(data)) return { kind: "list", items: data.map((item) => loopItem(item, resolving)) };
  if (isYamlMap(data)) {
    const members = [...data].map(([key, item]) => {
      const name = templateText(resolveValue(key, resolving), resolving.flagStyle, resolving.place);
      return [name, loopItem(item, resolving)] as const;
    });
    return { kind: "map", members };
  }
  const node = typeof data === "string" ? wholeExpressionNode(data, resolving) : undefined;
  return node === undefined ? undefined : nodeData(node);
}

function nodeData(node: ContextNode): LoopData {
  switch (node.kind) {
    case "list":
      return { kind: "list", items: node.items.map((item) => ({ node: item, fromContext: true })) };
    case "dict":
      return {
        kind: "map",
        members: [...node.members].map(([key, member]) => [key, { node: member, fromContext: true }] as const),
      };
    case "scalar":
      return { kind: "scalar" };
  }
}

function loopItem(value: YamlValue, resolving: Resolving): LoopItem {
  const node = typeof value === "string" ? wholeExpressionNode(value, resolving) : undefined;
  if (node !== undefined) return { node, fromContext: true };
  return { node: contextNode(resolveValue(value, resolving), NO_ORIGIN, resolving.place), fromContext: false };
}

function keyedItems(items: readonly LoopItem[]): readonly (readonly [string, LoopItem])[] {
  const byIndex = items.some(isCompound);
  return items.map((item, index) => [byIndex ? String(index) : itemText(item), item] as const);
}

function isCompound({ node }: LoopItem): boolean {
  return node.kind !== "scalar";
}

function itemText({ node, fromContext }: LoopItem): string {
  const value = nodeValue(node);
  return typeof value === "boolean" && !fromContext ? String(value) : pythonText(value);
}

/** Removes doubles as a Python dict does: the place of the first, the value of the last. */
function turns<T>(keyed: readonly (readonly [string, T])[], place: TemplatePlace): readonly (readonly [string, T])[] {
  if (keyed.length > MAX_TURNS) throw tooMany(place);
  return [...new Map(keyed)];
}

function tooMany(place: TemplatePlace): Error {
  return templateError(place, `it makes more than ${MAX_TURNS} stages`);
}
