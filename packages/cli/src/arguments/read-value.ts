/** The text that the parser stored, or undefined. */
export function readText(raw: unknown): string | undefined {
  return typeof raw === "string" ? raw : undefined;
}

/** The number that the parser stored, or undefined. */
export function readNumber(raw: unknown): number | undefined {
  return typeof raw === "number" ? raw : undefined;
}

/** The texts that the parser stored; none if the argument was not given. */
export function readTexts(raw: unknown): readonly string[] {
  return Array.isArray(raw) ? raw.map(String) : [];
}
