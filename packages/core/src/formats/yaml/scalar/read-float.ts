import { floatText } from "./float-text.ts";

/** A floating-point number with the text that ruamel.yaml writes it back as. */
export interface ReadFloat {
  readonly value: number;
  readonly text: string;
}

/** Reads a plain scalar of the type `float`; undefined if it holds no digits. Written back is the same notation. */
export function readFloat(source: string): ReadFloat | undefined {
  const compact = source.replaceAll("_", "").toLowerCase();
  const sign = /^[-+]/.exec(compact)?.[0] ?? "";
  const unsigned = compact.slice(sign.length);
  const magnitude =
    unsigned === ".inf" ? Number.POSITIVE_INFINITY : unsigned === ".nan" ? Number.NaN : Number(unsigned);
  if (Number.isNaN(magnitude) && unsigned !== ".nan") return undefined;
  const value = sign === "-" ? -magnitude : magnitude;
  if (!Number.isFinite(value)) return { value, text: floatText(value) };
  const [mantissa = "", exponent] = source.split(/[eE]/);
  const notation: Notation = { sign, width: mantissa.length, point: mantissa.indexOf("."), mantissa };
  if (exponent === undefined) return { value, text: fixedText(value, notation) };
  const letter = source.includes("e") ? "e" : "E";
  return { value, text: exponentText(value, notation, { letter, digits: exponent }) };
}

/** How a number was written. The widths count signs and underscores, as ruamel.yaml does. */
interface Notation {
  readonly sign: string;
  readonly width: number;
  /** The index of the decimal point; -1 if there is none. */
  readonly point: number;
  readonly mantissa: string;
}

function fixedText(value: number, { sign, width, point }: Notation): string {
  const magnitude = Math.abs(value);
  const whole = String(BigInt(Math.trunc(magnitude)));
  if (point > 0 && point === width - 1) return `${sign}${whole}.`;
  if (point < 0) return sign + whole.padStart(width - sign.length, "0");
  const places = width - point - 1;
  let text = sign + fixed(magnitude, places).padStart(width - sign.length, "0");
  if (point === 0 || (point === 1 && sign !== "")) text = text.replace("0.", ".");
  return text.padEnd(width, "0");
}

/** More places than the platform prints are zeros, since doubles of such a size in fixed notation are rounded anyway. */
function fixed(magnitude: number, places: number): string {
  if (magnitude >= 1e21) return `${BigInt(magnitude)}.${"0".repeat(places)}`;
  const digits = Math.min(places, 100);
  return magnitude.toFixed(digits) + "0".repeat(places - digits);
}

interface Exponent {
  readonly letter: string;
  /** With its sign. */
  readonly digits: string;
}

/** A number as digits before and behind a point, times a power of ten. */
interface Scientific {
  readonly head: string;
  readonly tail: string;
  readonly power: number;
}

/**
 * Writes a number in exponent notation:
 * 1. round it to as many digits as the source has, as one digit before the point
 * 2. move the point to where the source has it, and correct the exponent
 */
function exponentText(value: number, notation: Notation, exponent: Exponent): string {
  const rounded = roundToWidth(value, notation);
  const moved = notation.point < 0 ? withoutPoint(rounded, notation) : withPoint(rounded, notation);
  return moved.head + moved.tail + exponent.letter + exponentDigits(moved.power, exponent.digits);
}

function roundToWidth(value: number, { sign, point, width: fullWidth }: Notation): Scientific {
  const width = fullWidth - sign.length;
  const [digits = "", power = "0"] = value.toExponential(Math.min(fullWidth, 100)).split("e");
  const kept = (point > 0 ? width : width + 1) + (value < 0 ? 1 : 0);
  const [head = "", tail = ""] = digits.slice(0, kept).split(".");
  const padded = tail.padEnd(width - (point >= 0 ? 1 : 0) - head.length, "0");
  return { head: sign !== "" && value > 0 ? `+${head}` : head, tail: padded, power: Number(power) };
}

function withoutPoint({ head, tail, power }: Scientific, { width }: Notation): Scientific {
  const digits = tail === "0" ? "" : tail;
  const padded = digits.padEnd(width - head.length, "0");
  return { head, tail: padded, power: power - padded.length };
}

function withPoint({ head, tail, power }: Scientific, { point, mantissa }: Notation): Scientific {
  if (point === 0) return { head: head + tail, tail: ".", power: power - tail.length };
  const zeros = leadingZeros(mantissa);
  const whole = zeros > 0 ? "0" : head;
  const rest = zeros > 0 ? ("0".repeat(zeros - 1) + head + tail).slice(0, -zeros) : tail;
  const moved = Math.max(0, point - whole.length);
  return { head: whole + rest.slice(0, moved), tail: `.${rest.slice(moved)}`, power: power + zeros - moved };
}

function leadingZeros(mantissa: string): number {
  return /^[0.]*/.exec(mantissa)?.[0].replaceAll(".", "").length ?? 0;
}

/** Prints an exponent with the sign and the width of the source's. */
function exponentDigits(exponent: number, source: string): string {
  const sign = exponent < 0 ? "-" : /^[-+]/.test(source) ? "+" : "";
  return sign + String(Math.abs(exponent)).padStart(source.length - sign.length, "0");
}
