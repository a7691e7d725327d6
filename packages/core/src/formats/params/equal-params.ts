import { isParamsList, isParamsMap, type ParamsMap, type ParamsValue } from "./params-value.ts";

/**
 * Says whether two parameters are equal to Python: `1`, `1.0` and `true` are the same, the order of a mapping does not
 * matter, that of a list does. A tuple counts as the list of its items, which is what a lock file makes of it.
 */
export function equalParams(a: ParamsValue, b: ParamsValue): boolean {
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined || y !== undefined) return x !== undefined && y !== undefined && isSameNumber(x, y);
  const listA = listOf(a);
  const listB = listOf(b);
  if (listA !== undefined && listB !== undefined) return equalLists(listA, listB);
  if (isParamsMap(a) && isParamsMap(b)) return equalMaps(a, b);
  return textOf(a) === textOf(b) && textOf(a) !== undefined;
}

function isSameNumber(x: number | bigint, y: number | bigint): boolean {
  // Unlike `===`, the order compares the two types of number by value.
  return x <= y && x >= y;
}

function numberOf(value: ParamsValue): number | bigint | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "object" && value !== null && "kind" in value && value.kind === "float") return value.value;
  return undefined;
}

function listOf(value: ParamsValue): readonly ParamsValue[] | undefined {
  if (isParamsList(value)) return value;
  if (typeof value === "object" && value !== null && "kind" in value && value.kind === "python") {
    return value.type === "tuple" ? value.items : undefined;
  }
  return undefined;
}

function equalLists(a: readonly ParamsValue[], b: readonly ParamsValue[]): boolean {
  return a.length === b.length && a.every((item, i) => equalParams(item, b[i] ?? null));
}

function equalMaps(a: ParamsMap, b: ParamsMap): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !equalParams(value, other)) return false;
  }
  return true;
}

/** A text for what is compared as a whole: strings, null and dates. */
function textOf(value: ParamsValue): string | undefined {
  if (value === null) return "null";
  if (typeof value === "string") return `string:${value}`;
  return typeof value === "object" && "kind" in value && value.kind === "timestamp" ? `time:${value.text}` : undefined;
}
