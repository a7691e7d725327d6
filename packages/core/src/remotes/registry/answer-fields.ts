import { LodeError } from "../../base/lode-error.ts";
import { fieldOf, textField } from "../../base/parse-json.ts";

/** A page of a list as the API gives it. */
export interface ApiPage {
  readonly items: readonly object[];
  /** Where the next page begins; undefined: there is none. */
  readonly next: string | undefined;
}

/** Reads a page of a list. @throws NOT_A_REGISTRY if it is none */
export function pageIn(answer: unknown): ApiPage {
  const items = fieldOf(answer, "items");
  if (!Array.isArray(items)) throw notUnderstood("items");
  const objects = items.filter((item): item is object => typeof item === "object" && item !== null);
  return { items: objects, next: textField(answer, "next") };
}

/** The text of a field. @throws NOT_A_REGISTRY if it is none */
export function textIn(item: object, name: string): string {
  const text = textField(item, name);
  if (text === undefined) throw notUnderstood(name);
  return text;
}

function notUnderstood(field: string): LodeError {
  return new LodeError(
    "NOT_A_REGISTRY",
    `Cannot read the answer of the server: its '${field}' is not what the API has`,
    {
      hint: "Look whether the server is older than this program.",
    },
  );
}
