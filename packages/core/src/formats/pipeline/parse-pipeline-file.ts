import { readChecked } from "../schema/read-checked.ts";
import { isYamlMap, type YamlMap } from "../yaml/yaml-value.ts";
import { pipelineSchema } from "./pipeline-schema.ts";

/** A `dvc.yaml` as it was read, before templating. */
export interface ParsedPipeline {
  readonly value: YamlMap;
  /** The text that it was read from, into which changes are written. */
  readonly text: string;
  readonly fileName: string;
}

/**
 * Reads a `dvc.yaml` and checks it against its schema; an empty file has no stages.
 *
 * @param fileName the path of the file: errors name it, and its folder is where `vars` and `wdir` start from
 * @throws YAML_INVALID if the text is not YAML
 * @throws DVC_FILE_INVALID if it does not follow the format
 */
export function parsePipelineFile(text: string, fileName: string): ParsedPipeline {
  const file = readChecked(text, fileName, pipelineSchema);
  return { value: isYamlMap(file.document.value) ? file.document.value : new Map(), text, fileName };
}
