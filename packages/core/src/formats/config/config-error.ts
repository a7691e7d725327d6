import { LodeError } from "../../base/lode-error.ts";
import type { OptionPath } from "./config-file.ts";

/** Makes the error for a configuration file that breaks a rule at a line; `state` says which. */
export function configLineError(fileName: string, line: number, state: string): LodeError {
  return new LodeError(
    "CONFIG_INVALID",
    `Cannot read the configuration ${JSON.stringify(fileName)}: ${state} (line ${line})`,
    {
      hint: "Correct the line.",
      details: { file: fileName, line },
    },
  );
}

/** Makes the error for an option whose value is not possible; `state` says why. The value itself is never shown. */
export function configOptionError(fileName: string, path: OptionPath, state: string): LodeError {
  const option = formatOptionPath(path);
  return new LodeError("CONFIG_INVALID", `Cannot use the option '${option}' of ${JSON.stringify(fileName)}: ${state}`, {
    hint: "Correct the option where it is set.",
    details: { file: fileName, option },
  });
}

/** Writes a path as users type it: `remote.store.url`. */
export function formatOptionPath(path: OptionPath): string {
  return path.join(".");
}
