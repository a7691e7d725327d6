import { LodeError } from "../../base/lode-error.ts";
import { type ConfigFile, getOption, type OptionPath } from "../../formats/config/config-file.ts";
import { mergeConfigs } from "../../formats/config/merge-configs.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { isSecretOption } from "../../formats/config/secret-options.ts";
import { schemeOf } from "../../formats/config/validate-remote.ts";
import type { ConfigLevelName } from "../../project/config-places.ts";

/** Whether a secret may be saved where others read it. */
export interface SecretRules {
  /** Default: false. */
  readonly allowSecret?: boolean;
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

/**
 * Refuses to save a secret in the file that Git shares; in a project without Git, nobody else reads it.
 *
 * @throws CONFIG_SECRET
 */
export function refuseSecret(option: SavedOption, { allowSecret = false }: SecretRules): void {
  if (allowSecret || option.level !== "project" || isWithoutGit(option) || !isSecret(option)) return;
  const name = option.path.join(".");
  throw new LodeError(
    "CONFIG_SECRET",
    `Cannot save '${name}': it is a secret, and '.dvc/config' is shared through Git`,
    {
      hint: `${hintFor(option)} Where everybody may know it, use --allow-secret.`,
      details: { option: name },
    },
  );
}

function hintFor({ path }: SavedOption): string {
  const [section, name = "", option = ""] = path;
  if (section === "remote" && option === "url") {
    return `Leave it out of the URL, and save it on this machine only: \`lode remote modify --local ${name} OPTION VALUE\`.`;
  }
  const command = section === "remote" ? `remote modify --local ${name} ${option}` : `config --local ${path.join(".")}`;
  return `Save it on this machine only: \`lode ${command} VALUE\`.`;
}

function isWithoutGit({ config, lower }: SavedOption): boolean {
  const value = getOption(mergeConfigs([lower, config]), ["core", "no_scm"]);
  return typeof value === "string" && value.toLowerCase() === "true";
}

function isSecret({ path, value, config, lower }: SavedOption): boolean {
  const [section, name = "", option = ""] = path;
  if (section === "studio") return isSecretOption("studio", name);
  if (section === "db") return isSecretOption("db", option);
  if (section !== "remote") return false;
  if (option === "url") return redactUrl(value) !== value;
  // How a token is got is no secret.
  if (option === "bearer_token_command") return false;
  const url = getOption(mergeConfigs([lower, config]), ["remote", name, "url"]);
  return isSecretOption(schemeOf(typeof url === "string" ? url : "") ?? "remote", option);
}
