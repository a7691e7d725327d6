import { type CheckedFile, invalidFile, readChecked } from "../schema/read-checked.ts";
import { filledTextField, flagField, listField, textField } from "../schema/read-fields.ts";
import { isYamlMap, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import type { DvcFile } from "./dvc-file.ts";
import { dvcFileSchema } from "./dvc-file-schema.ts";
import { parseDependency, parseOutput } from "./parse-entries.ts";
import type { EntryPlace } from "./parse-entry-state.ts";

/** A `.dvc` file as it was read. */
export interface ParsedDvcFile {
  readonly file: DvcFile;
  /** The text that it was read from, into which updateDvcFile writes changes. */
  readonly text: string;
  readonly fileName: string;
}

/**
 * Reads a `.dvc` file: everything that DVC 3 reads, and files of DVC 1 and 2 as far as DVC 3 still reads them.
 *
 * An empty file has no outputs. Paths are as they were written; only NUL is refused in them. An output or dependency
 * must have a path, and not that of a `.dvc` or `dvc.yaml` file, which DVC finds out later and in other words.
 *
 * @param fileName how errors name the file
 * @throws YAML_INVALID if the text is not YAML
 * @throws DVC_FILE_INVALID if it does not follow the format; the details hold all errors with their lines
 */
export function parseDvcFile(text: string, fileName: string): ParsedDvcFile {
  const checked = readChecked(text, fileName, dvcFileSchema);
  return { file: readDvcFile(checked), text, fileName };
}

function readDvcFile(file: CheckedFile): DvcFile {
  const map = isYamlMap(file.document.value) ? file.document.value : new Map<YamlValue, YamlValue>();
  const desc = textField(map, "desc");
  const md5 = map.get("md5") ?? "";
  const wdir = filledTextField(map, "wdir");
  const meta = map.get("meta");
  if (wdir?.includes("\0")) throw invalidFile(file, [{ message: "path holds NUL", path: ["wdir"] }]);
  return {
    ...(desc !== undefined && { desc }),
    ...(md5 !== "" && { md5: String(md5) }),
    ...(wdir !== undefined && { wdir }),
    ...((flagField(map, "frozen") || flagField(map, "locked")) && { frozen: true }),
    ...(flagField(map, "always_changed") && { alwaysChanged: true }),
    deps: readEntries(file, "deps", parseDependency),
    outs: readEntries(file, "outs", parseOutput),
    ...(meta !== undefined && { meta }),
  };
}

function readEntries<T>(
  file: CheckedFile,
  key: "deps" | "outs",
  parseEntry: (map: YamlMap, place: EntryPlace) => T,
): readonly T[] {
  const { value } = file.document;
  const items = isYamlMap(value) ? listField(value, key) : [];
  return items.map((item, index) => parseEntry(isYamlMap(item) ? item : new Map(), { file, path: [key, index] }));
}
