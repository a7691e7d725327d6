import { isLodeError } from "../../base/lode-error.ts";
import { parseYaml } from "./parse-yaml.ts";
import { isEquivalent } from "./tree/is-equivalent.ts";
import type { YamlValue } from "./yaml-value.ts";

/** Says whether a text that was printed means what it is to mean. */
export function readsBackAs(text: string, value: YamlValue): boolean {
  try {
    return isEquivalent(parseYaml(text, { fileName: "" }).value, value);
  } catch (error) {
    if (isLodeError(error, "YAML_INVALID")) return false;
    throw error;
  }
}
