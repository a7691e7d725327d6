/** Parses JSON that anybody may have written; undefined if a text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A field of a value that may be anything; undefined if it has none. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** The same if it is a text. */
export function textField(value: unknown, name: string): string | undefined {
  const found = fieldOf(value, name);
  return typeof found === "string" ? found : undefined;
}

/** The same if it is a number. */
export function numberField(value: unknown, name: string): number | undefined {
  const found = fieldOf(value, name);
  return typeof found === "number" ? found : undefined;
}
