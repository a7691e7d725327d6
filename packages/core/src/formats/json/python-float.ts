/** A number that Python would hold as a `float`, so that 1 is written as `1.0`. */
export interface PythonFloat {
  readonly [floatTag]: number;
}

const floatTag = Symbol("PythonFloat");

/** Marks a number as a Python `float` for pythonJson. */
export function pythonFloat(value: number): PythonFloat {
  return { [floatTag]: value };
}

/** Says whether pythonFloat made a value. */
export function isPythonFloat(value: object): value is PythonFloat {
  return floatTag in value;
}

/** Returns the number inside a PythonFloat. */
export function pythonFloatValue(value: PythonFloat): number {
  return value[floatTag];
}

/**
 * Writes a number as Python's `repr(float)` does, with `NaN` and `Infinity` spelled as in Python's JSON.
 *
 * Both languages print the shortest digits that read back the same; they differ in when the exponent appears (Python:
 * below 1e-4 and from 1e16 on), in its two digits, and in the `.0` of whole numbers.
 */
export function formatPythonFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return "-0.0";
  const [mantissa = "", exponentText] = value.toExponential().split("e");
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const plain = String(value);
  return plain.includes(".") ? plain : `${plain}.0`;
}
