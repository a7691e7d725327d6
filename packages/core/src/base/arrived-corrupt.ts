import { LodeError } from "./lode-error.ts";

/**
 * The error for bytes that arrived as an object and are not what its id says.
 *
 * @param action `store`: who sends them hears it; otherwise they were sent to us
 */
export function arrivedCorrupt(
  action: "store" | "use" | "read",
  expected: string | undefined,
  actual: string,
): LodeError {
  return new LodeError(
    "OBJECT_CORRUPT",
    `Cannot ${action} the object '${expected}': what arrived hashes to ${actual}`,
    {
      ...(action !== "store" && { hint: "Push it again from a place that has it whole." }),
      details: { expected, actual },
    },
  );
}
