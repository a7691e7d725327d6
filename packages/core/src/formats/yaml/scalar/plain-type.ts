/** What a plain scalar resolves to; `merge` and `value` are the special keys `<<` and `=`. */
export type PlainType = "null" | "bool" | "int" | "float" | "timestamp" | "merge" | "value" | "str";

const BOOL = /^(?:true|True|TRUE|false|False|FALSE)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INT = /^[-+]?(?:0b[01_]+|[0-9_]+|0o[0-7_]+|0x[0-9a-fA-F_]+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const TIMESTAMP =
  /^\d{4}-(?:\d\d-\d\d|\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** First characters of everything that is not plainly a string; saves the expressions for most paths and names. */
const MAY_BE_SPECIAL = /^[-+.0-9~nNtTfF<=]/;

/**
 * Resolves a plain scalar. Source: the implicit resolvers of ruamel.yaml 0.19 for YAML 1.2, which keep binary numbers
 * and `_` within numbers from YAML 1.1.
 */
export function plainType(text: string): PlainType {
  if (text === "") return "null";
  if (!MAY_BE_SPECIAL.test(text)) return "str";
  if (BOOL.test(text)) return "bool";
  if (FLOAT.test(text)) return "float";
  // An underscore cannot stand first, since the resolvers are chosen by the first character.
  if (INT.test(text) && text[0] !== "_") return "int";
  if (text === "<<") return "merge";
  if (NULL.test(text)) return "null";
  if (TIMESTAMP.test(text)) return "timestamp";
  return text === "=" ? "value" : "str";
}
