import { isYamlMap, isYamlSequence, type YamlValue } from "../yaml/yaml-value.ts";
import { type Context, selectFromContext } from "./context.ts";
import { type ContextNode, nodeValue } from "./context-node.ts";
import { expressionProblem, findExpressions, isWholeExpression } from "./expression.ts";
import { type TemplatePlace, templateError } from "./template-place.ts";
import { type FlagStyle, templateText } from "./template-text.ts";

/** What a value is worked out with. */
export interface Resolving {
  readonly context: Context;
  readonly flagStyle: FlagStyle;
  readonly place: TemplatePlace;
  /** Which compound values may stand for an expression: all, mappings only (in `cmd`), or none. */
  readonly compound: "all" | "maps" | "none";
}

/**
 * Works out the expressions in every text of a value, keys included. A text that is one expression takes the value with
 * its type; within a longer text, the value is written out. `\${` becomes `${`.
 *
 * @throws PIPELINE_INVALID if an expression is malformed, names nothing, or gives a value that may not stand there
 */
export function resolveValue(value: YamlValue, resolving: Resolving): YamlValue {
  if (typeof value === "string") return resolveText(value, resolving);
  if (isYamlSequence(value)) return value.map((item) => resolveValue(item, resolving));
  if (!isYamlMap(value)) return value;
  return new Map(value.entries().map(([key, item]) => [resolveValue(key, resolving), resolveValue(item, resolving)]));
}

function resolveText(text: string, resolving: Resolving): YamlValue {
  const node = wholeExpressionNode(text, resolving);
  if (node !== undefined) return checkedValue(node, resolving);
  let resolved = "";
  let end = 0;
  for (const expression of findExpressions(text)) {
    const value = checkedValue(selectExpression(expression.inner, resolving), resolving);
    resolved += text.slice(end, expression.start) + templateText(value, resolving.flagStyle, resolving.place);
    end = expression.end;
  }
  return (resolved + text.slice(end)).replaceAll("\\${", "${");
}

/** Finds the node that a text names, if the text is one expression and nothing else. */
export function wholeExpressionNode(text: string, resolving: Resolving): ContextNode | undefined {
  const expressions = findExpressions(text);
  const [only] = expressions;
  return only !== undefined && isWholeExpression(text, expressions)
    ? selectExpression(only.inner, resolving)
    : undefined;
}

function selectExpression(inner: string, { context, place }: Resolving): ContextNode {
  const problem = expressionProblem(inner);
  if (problem !== undefined) throw templateError(place, problem);
  return selectFromContext(context, inner, place);
}

function checkedValue(node: ContextNode, { compound, place }: Resolving): YamlValue {
  const allowed = node.kind === "scalar" || compound === "all" || (compound === "maps" && node.kind === "dict");
  if (!allowed) throw templateError(place, `cannot interpolate data of type '${node.kind}'`);
  return nodeValue(node);
}

/** Says whether any text of a value, keys included, holds an expression. */
export function hasExpression(value: YamlValue): boolean {
  return someText(value, (text) => findExpressions(text).length > 0);
}

/** Says whether resolving changes a value: it holds an expression or an escaped one. */
export function isTemplate(value: YamlValue): boolean {
  return someText(value, (text) => text.includes("\\${") || findExpressions(text).length > 0);
}

function someText(value: YamlValue, matches: (text: string) => boolean): boolean {
  if (typeof value === "string") return matches(value);
  if (isYamlSequence(value)) return value.some((item) => someText(item, matches));
  return isYamlMap(value) && value.entries().some(([key, item]) => someText(key, matches) || someText(item, matches));
}

/**
 * Checks that the expressions of a value are well formed.
 *
 * @throws PIPELINE_INVALID naming the first that is not
 */
export function checkExpressions(value: YamlValue, place: TemplatePlace): void {
  someText(value, (text) => {
    for (const { inner } of findExpressions(text)) {
      const problem = expressionProblem(inner);
      if (problem !== undefined) throw templateError(place, problem);
    }
    return false;
  });
}
