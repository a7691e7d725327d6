/** Says whether a caught value is an error of the operating system with one of these codes, such as `ENOENT`. */
export function isSystemError(value: unknown, ...codes: readonly string[]): value is NodeJS.ErrnoException {
  return value instanceof Error && "code" in value && codes.includes(String(value.code));
}
