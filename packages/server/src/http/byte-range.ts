import type { ByteRange } from "@lode/core/engine";

/** A range of a body with a beginning and an end; the end is not in it. */
export type BoundedRange = Required<ByteRange>;

/**
 * Reads a `Range` header (RFC 9110, section 14.2) for a body of a size in bytes.
 *
 * @returns undefined if the whole body is to be sent: no header, several ranges, or none that is understood;
 *   `unsatisfiable` if the range lies behind the end
 */
export function parseByteRange(
  header: string | undefined,
  sizeBytes: number,
): BoundedRange | "unsatisfiable" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? "unsatisfiable" : { start: sizeBytes - length, end: sizeBytes };
  }
  const start = Number(first);
  const end = last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== "" && Number(last) < start) return undefined;
  return start >= sizeBytes ? "unsatisfiable" : { start, end };
}
