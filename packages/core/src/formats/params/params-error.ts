import { LodeError } from "../../base/lode-error.ts";

/** Makes the error for a malformed parameter file. */
export function paramsError(fileName: string, state: string, line?: number): LodeError {
  const where = line === undefined ? "" : `, line ${line}`;
  return new LodeError("PARAMS_INVALID", `Cannot read '${fileName}': ${state}${where}`, {
    details: { file: fileName, ...(line !== undefined && { line }) },
  });
}
