import type { FileTree } from "../base/file-tree.ts";
import { parsePipelineFile } from "../formats/pipeline/parse-pipeline-file.ts";
import { resolvePipeline } from "../formats/pipeline/resolve-pipeline.ts";
import type { Artifact } from "../formats/pipeline/resolve-sections.ts";
import { readTreeText } from "./read-tree-text.ts";

/**
 * Reads the artifacts that a `dvc.yaml` declares, by name, its templates worked out.
 *
 * @param file from the root of the tree
 * @returns undefined if there is no such file
 * @throws what parsing throws
 */
export async function loadArtifacts(tree: FileTree, file: string): Promise<ReadonlyMap<string, Artifact> | undefined> {
  const text = await readTreeText(tree, file);
  if (text === undefined) return undefined;
  const parsed = parsePipelineFile(text, file);
  const { artifacts } = await resolvePipeline(parsed, { readFile: (path) => readTreeText(tree, path) });
  return artifacts;
}
