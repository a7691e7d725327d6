import { LodeError } from "../../base/lode-error.ts";

/** A page of a list as the API gives it. */
export interface ApiPage {
  readonly items: readonly object[];
  /** Where the next page begins; undefined: there is none. */
  readonly next: string | undefined;
}

/** Reads a page of a list. @throws NOT_A_REGISTRY if it is none */
export function pageIn(answer: unknown): ApiPage {
  const { items, next }: { items?: unknown; next?: unknown } =
    typeof answer === "object" && answer !== null ? answer : {};
  if (!Array.isArray(items)) throw notUnderstood("items");
  const objects = items.filter((item): item is object => typeof item === "object" && item !== null);
  return { items: objects, next: typeof next === "string" ? next : undefined };
}

/** The text of a field. @throws NOT_A_REGISTRY if it is none */
export function textIn(item: object, name: string): string {
  const text = optionalTextIn(item, name);
  if (text === undefined) throw notUnderstood(name);
  return text;
}

/** The text of a field that may be null or missing. */
export function optionalTextIn(item: object, name: string): string | undefined {
  const value: unknown = Reflect.get(item, name);
  return typeof value === "string" ? value : undefined;
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
