/** An integer with the text that ruamel.yaml writes it back as. */
export interface ReadInteger {
  readonly value: number | bigint;
  readonly text: string;
}

const RADIX: Readonly<Record<string, number>> = { "0b": 2, "0o": 8, "0x": 16 };

/**
 * Reads a plain scalar of the type `int`; undefined if it holds no digits. Written back are the base, the leading
 * zeros and the underscores, but not a `+`, and underscores at even distances counted from the right.
 */
export function readInteger(source: string): ReadInteger | undefined {
  const compact = source.replaceAll("_", "");
  const isNegative = compact.startsWith("-");
  const unsigned = compact.replace(/^[-+]/, "");
  const prefix = unsigned.slice(0, 2);
  const radix = RADIX[prefix];
  const digits = radix === undefined ? unsigned : unsigned.slice(2);
  if (digits === "") return undefined;
  const magnitude = BigInt(radix === undefined ? digits : unsigned);
  const value = isNegative ? -magnitude : magnitude;
  const isPadded = digits.startsWith("0");
  const plain = radix === undefined ? String(value) : radixText(value, { radix, digits });
  const padded = isPadded ? zeroPad(plain, digits.length) : plain;
  const text = (radix === undefined ? "" : prefix) + underscored(padded, source, radix !== undefined);
  return { value: toSafeNumber(value), text };
}

/** A number where it is exact, else a bigint. */
function toSafeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Capitals are kept if the first letter among the digits is one. */
function radixText(value: bigint, { radix, digits }: { radix: number; digits: string }): string {
  const text = value.toString(radix);
  const letter = /[a-fA-F]/.exec(digits)?.[0] ?? "a";
  return letter === letter.toUpperCase() ? text.toUpperCase() : text;
}

/** Pads to a width that counts the sign, as Python does. */
function zeroPad(text: string, width: number): string {
  return text.startsWith("-") ? `-${text.slice(1).padStart(width - 1, "0")}` : text.padStart(width, "0");
}

function underscored(digits: string, source: string, hasPrefix: boolean): string {
  const trimmed = source.replace(/_+$/, "");
  const last = trimmed.lastIndexOf("_");
  if (last === -1) return digits;
  const step = trimmed.length - last - 1;
  let text = digits;
  for (let at = digits.length - step; at > 0; at -= step) text = `${text.slice(0, at)}_${text.slice(at)}`;
  const afterPrefix = hasPrefix && source[2] === "_";
  const isLast = source.length > (hasPrefix ? 3 : 1) && source.endsWith("_");
  return `${afterPrefix ? "_" : ""}${text}${isLast ? "_" : ""}`;
}
