import { posix } from "node:path";
import { type ArtifactName, type CommittedProject, formatArtifactName, loadArtifacts } from "@lode/core/engine";
import { type Json, jsonOfYaml } from "./json-of-yaml.ts";

/** An artifact that a `dvc.yaml` of a commit declares. */
export interface CommittedArtifact {
  /** As tags and users call it, in short: `name`, or `dir:name`. */
  readonly name: string;
  /** Of its data, from the root of the repository. */
  readonly path: string;
  /** The `dvc.yaml`, from the root of the repository. */
  readonly file: string;
  readonly description: string | undefined;
  readonly type: string | undefined;
  readonly labels: readonly string[];
  readonly meta: Json;
}

/**
 * Lists the artifacts that files of a project declare, in the order of the files.
 *
 * @param files `dvc.yaml` files, from the project's root
 * @throws what parsing throws
 */
export async function projectArtifacts(
  { project, prefix }: CommittedProject,
  files: readonly string[],
): Promise<readonly CommittedArtifact[]> {
  const found: CommittedArtifact[] = [];
  for (const file of files) {
    const place = posix.join(prefix, file);
    const folder = posix.dirname(place);
    const dir = folder === "." ? undefined : folder;
    for (const [name, artifact] of (await loadArtifacts(project.tree, file)) ?? []) {
      const full: ArtifactName = { dir, name };
      found.push({
        name: formatArtifactName(full),
        path: posix.join(folder, artifact.path).replace(/\/$/, ""),
        file: place,
        description: artifact.desc,
        type: artifact.type,
        labels: artifact.labels ?? [],
        meta: jsonOfYaml(artifact.meta ?? null),
      });
    }
  }
  return found;
}
