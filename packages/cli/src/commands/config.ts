import {
  configPlacesAround,
  type FoundOption,
  getConfigOption,
  type LevelOptions,
  LodeError,
  listConfigOptions,
  setConfigOption,
  unsetConfigOption,
} from "@lode/core";
import { type ConfigValue, formatConfigValue, isConfigSection } from "@lode/core/formats";
import { allowSecretArgument } from "../arguments/allow-secret.ts";
import type { ArgumentValues } from "../arguments/argument-spec.ts";
import { chosenConfigLevel, configLevelArguments, exclusiveConfigLevels } from "../arguments/config-level.ts";
import { parseConfigOptionName } from "../arguments/config-option-name.ts";
import { flag } from "../arguments/options.ts";
import { optionalArgument, parsedArgument } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";

const args = {
  ...configLevelArguments,
  ...allowSecretArgument,
  unset: flag({ short: "u", help: "Remove the option" }),
  name: parsedArgument(parseConfigOptionName, { help: "The option: section.option or remote.name.option" }),
  value: optionalArgument({ help: "What to set it to" }),
  list: flag({ short: "l", help: "List all options that are set" }),
  showOrigin: flag({ help: "Show the file that each option is in" }),
};

type Args = ArgumentValues<typeof args>;

/** What was done or found; a reading command may find nothing. */
type Result =
  | { readonly kind: "list"; readonly levels: readonly LevelOptions[] }
  | { readonly kind: "get"; readonly option: FoundOption | undefined }
  | { readonly kind: "changed" };

export const command = defineCommand({
  name: "config",
  summary: "Get or set options of the configuration",
  description: "Without a level, an option is looked up at all levels and written to the project's.",
  args,
  exclusive: exclusiveConfigLevels,
  examples: [
    { line: "lode config core.autostage true", note: "stage changed files in Git from now on" },
    { line: "lode config cache.dir", note: "show one option" },
    { line: "lode config --list --show-origin", note: "show all options, and where they are set" },
  ],
  isLocal: true,
  failureExitCode: 255,
  errorExitCodes: { OPTIONS_CONFLICT: 1 },
  exitCodes: { 1: "options that do not go together" },
  async run(given, context): Promise<Result> {
    const level = chosenConfigLevel(given);
    const places = await configPlacesAround(context.cwd, context.environment);
    refuseCombinations(given);
    if (given.list) return { kind: "list", levels: listConfigOptions(places, level) };
    const path = given.name ?? nameMissing();
    if (given.unset) unsetConfigOption(places, path, level);
    else if (given.value === undefined) return { kind: "get", option: getConfigOption(places, path, level) };
    else {
      const change = { path, value: given.value, cwd: context.cwd, ...withoutUndefined({ level }) };
      setConfigOption(places, change, { allowSecret: given.allowSecret });
    }
    return { kind: "changed" };
  },
  render(result, context) {
    const origin = (file: string) => (context.args.showOrigin ? `${file}\t` : "");
    if (result.kind === "list") {
      return result.levels
        .flatMap(({ file, options }) => options.map(({ name, value }) => `${origin(file)}${name}=${value}`))
        .join("\n");
    }
    if (result.kind === "changed" || result.option === undefined) return "";
    return origin(result.option.file) + valueText(result.option.value);
  },
  toJson(result) {
    if (result.kind === "list") {
      return result.levels.flatMap(({ level, file, options }) =>
        options.map(({ name, value }) => ({ level, file, name, value })),
      );
    }
    if (result.kind === "changed" || result.option === undefined) return null;
    const { level, file, value } = result.option;
    return { level, file, value: valueText(value) };
  },
});

/** A whole section, asked for as `remote.name`, is shown as Python shows a mapping. */
function valueText(value: ConfigValue): string {
  if (!isConfigSection(value)) return formatConfigValue(value);
  const options = [...value].map(([name, inner]) => {
    return `'${name}': ${typeof inner === "string" ? `'${inner}'` : valueText(inner)}`;
  });
  return `{${options.join(", ")}}`;
}

function refuseCombinations(given: Args): void {
  if (given.showOrigin && (given.value !== undefined || given.unset)) {
    throw conflict("--show-origin", "-u/--unset, value");
  }
  if (given.list && (given.name !== undefined || given.value !== undefined || given.unset)) {
    throw conflict("-l/--list", "-u/--unset, name, value");
  }
}

function conflict(option: string, others: string): LodeError {
  return new LodeError("OPTIONS_CONFLICT", `Cannot use ${option} together with any of these: ${others}`);
}

function nameMissing(): never {
  throw new LodeError("OPTIONS_CONFLICT", "Cannot get or set an option without its name", {
    hint: "Use --list to see all options",
  });
}
