import { LodeError } from "@lode/core";

const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;

/**
 * Reads a day as DVC does, `2024-01-31`, into the time at which it begins here.
 *
 * @returns milliseconds since 1970
 * @throws DATE_INVALID
 */
export function parseDate(text: string): number {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  const date = new Date(year ?? Number.NaN, (month ?? 0) - 1, day);
  if (date.getFullYear() === year && date.getMonth() + 1 === month && date.getDate() === day) return date.getTime();
  throw new LodeError("DATE_INVALID", `Cannot use the date '${text}': it is no day of the form 2024-01-31`);
}
