import type { OptionPath } from "../../formats/config/config-file.ts";
import { isPathOption, relativizeConfigPath } from "../../formats/config/config-paths.ts";
import type { ConfigLevelFile } from "../../project/config-places.ts";

/** A value as a user typed it. */
export interface PathTyping {
  readonly value: string;
  /** What a relative path is relative to; absolute. */
  readonly cwd: string;
}

/** Returns what to save for a value: paths relative to the file, all others as they are. */
export function typedConfigValue({ value, cwd }: PathTyping, path: OptionPath, file: ConfigLevelFile): string {
  return isPathOption(path) ? relativizeConfigPath(value, cwd, file.dirs) : value;
}
