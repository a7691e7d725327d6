import type { OnEvent } from "../../base/events.ts";
import { type ConfigFile, getOption, type OptionPath } from "../../formats/config/config-file.ts";
import { mergeConfigs } from "../../formats/config/merge-configs.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { isSecretOption } from "../../formats/config/secret-options.ts";
import { schemeOf } from "../../formats/config/validate-remote.ts";
import type { ConfigLevelName } from "../../project/config-places.ts";

/** Where warnings go. */
export interface WarningContext {
  /** Default: warnings are dropped. */
  readonly onEvent?: OnEvent;
}

/** An option about to be saved. */
export interface SavedOption {
  readonly path: OptionPath;
  readonly value: string;
  readonly level: ConfigLevelName;
  /** The level with the option in it. */
  readonly config: ConfigFile;
  /** The merged levels below. */
  readonly lower: ConfigFile;
}

/** Warns when a secret is saved in the file that Git shares. It is not refused: DVC allows it. */
export function warnAboutSecret(option: SavedOption, { onEvent }: WarningContext): void {
  if (option.level !== "project" || !isSecret(option)) return;
  const name = option.path.join(".");
  onEvent?.({
    type: "warning",
    message: `'${name}' is a secret, and '.dvc/config' is shared through Git; use --local to keep it on this machine`,
  });
}

function isSecret({ path, value, config, lower }: SavedOption): boolean {
  const [section, name = "", option = ""] = path;
  if (section === "studio") return isSecretOption("studio", name);
  if (section === "db") return isSecretOption("db", option);
  if (section !== "remote") return false;
  if (option === "url") return redactUrl(value) !== value;
  const url = getOption(mergeConfigs([lower, config]), ["remote", name, "url"]);
  return isSecretOption(schemeOf(typeof url === "string" ? url : "") ?? "remote", option);
}
