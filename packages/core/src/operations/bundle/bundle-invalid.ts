import { LodeError } from "../../base/lode-error.ts";

/** The error for a file that is no bundle, or a damaged or hostile one. */
export function bundleInvalid(file: string, state: string): LodeError {
  return new LodeError("BUNDLE_INVALID", `Cannot unpack '${file}': ${state}`, {
    hint: "Copy or make the bundle again; what was unpacked of it is whole and stays.",
    details: { file },
  });
}
