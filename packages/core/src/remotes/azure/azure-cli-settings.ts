import { join } from "node:path";
import { isLodeError } from "../../base/lode-error.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

/** What the tool `az` and this kind of storage agree on: the section `storage` of its configuration. */
export type AzureCliOption = "account" | "key" | "connection_string" | "sas_token";

/**
 * Reads what was set for `az` with `az configure` or by AZURE_STORAGE_ACCOUNT, _KEY, _CONNECTION_STRING and _SAS_TOKEN,
 * which win. The file is `config` in AZURE_CONFIG_DIR or `~/.azure`.
 */
export function azureCliSettings(env: StorageAccess["env"]): (option: AzureCliOption) => string | undefined {
  let file: ReadonlyMap<string, string> | undefined;
  return (option) => {
    const variable = env[`AZURE_STORAGE_${option.toUpperCase()}`];
    if (variable) return variable;
    file ??= readSection(env);
    return file.get(option);
  };
}

function readSection(env: StorageAccess["env"]): ReadonlyMap<string, string> {
  const home = env.HOME ?? env.USERPROFILE;
  const folder = env.AZURE_CONFIG_DIR || (home && join(home, ".azure"));
  const lines = folder ? (readIfAllowed(join(folder, "config")) ?? "").split(/\r?\n/) : [];
  const settings = new Map<string, string>();
  let section = "";
  for (const line of lines) {
    section = /^\[(.*)\]\s*$/.exec(line)?.[1] ?? section;
    const [, name, value] = /^\s*([\w-]+)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === "storage" && name !== undefined && value !== undefined) settings.set(name, value);
  }
  return settings;
}

/** A file that cannot be read must not keep anybody out who needs nothing of it. */
function readIfAllowed(path: string): string | undefined {
  try {
    return readTextIfExists(path);
  } catch (error) {
    if (isLodeError(error, "IO_FAILED")) return undefined;
    throw error;
  }
}
