import { parseYaml } from "../yaml/parse-yaml.ts";
import { patchYaml } from "../yaml/patch-yaml.ts";
import { printYaml } from "../yaml/print-yaml.ts";
import type { DvcFile } from "./dvc-file.ts";
import { dvcFileValue } from "./dvc-file-value.ts";
import type { ParsedDvcFile } from "./parse-dvc-file.ts";

/** Writes a new `.dvc` file. */
export function printDvcFile(file: DvcFile): string {
  return printYaml(dvcFileValue(file));
}

/**
 * Writes a `.dvc` file over an old one: what stays keeps its place and its comments, what is new comes last in its
 * mapping. Everything that the file is to say must be in `file`, also what a user had added.
 */
export function updateDvcFile(parsed: ParsedDvcFile, file: DvcFile): string {
  const document = parseYaml(parsed.text, { fileName: parsed.fileName });
  return patchYaml(document, dvcFileValue(file));
}
