import { isLodeError } from "@lode/core";
import {
  type AnnotatedTag,
  type ArtifactName,
  compareCodePoints,
  formatArtifactName,
  parseGtoTag,
  resolveArtifact,
  versionTags,
} from "@lode/core/engine";

/** A version of an artifact that a tag registers and none has taken back. */
export interface ArtifactVersion {
  /** With its `v`. */
  readonly version: string;
  /** The tag that registers it; of several the latest. */
  readonly tag: AnnotatedTag;
  /** Those that its commit has now, by name. */
  readonly stages: readonly string[];
}

/**
 * Lists the versions of an artifact, the highest first, and in which stages they are.
 *
 * @param tags annotated ones: others say nothing of artifacts
 */
export function artifactVersions(tags: readonly AnnotatedTag[], artifact: ArtifactName): readonly ArtifactVersion[] {
  const stages = Map.groupBy(stagesOf(tags, artifact), ({ commit }) => commit);
  return versionTags(tags, { artifact }).flatMap((tag) => {
    const parsed = parseGtoTag(tag.name);
    if (parsed?.action !== "register") return [];
    return [{ version: parsed.version, tag, stages: (stages.get(tag.commit) ?? []).map(({ stage }) => stage) }];
  });
}

/** The stages that an artifact has, with the commits that have them, by name. */
function stagesOf(tags: readonly AnnotatedTag[], artifact: ArtifactName) {
  const name = formatArtifactName(artifact);
  const assigned = tags.flatMap((tag) => {
    const parsed = parseGtoTag(tag.name);
    return parsed?.action === "assign" && formatArtifactName(parsed.artifact) === name ? [parsed.stage] : [];
  });
  return [...new Set(assigned)].sort(compareCodePoints).flatMap((stage) => {
    const tag = stageTag(tags, name, stage);
    return tag === undefined ? [] : [{ stage, commit: tag.commit }];
  });
}

function stageTag(tags: readonly AnnotatedTag[], name: string, stage: string): AnnotatedTag | undefined {
  try {
    return resolveArtifact(tags, { name, stage, onlyActive: true });
  } catch (error) {
    if (isLodeError(error, "ARTIFACT_UNKNOWN")) return undefined;
    throw error;
  }
}
