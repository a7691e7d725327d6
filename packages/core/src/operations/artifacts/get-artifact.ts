import type { RunContext } from "../../base/events.ts";
import type { ProjectContext } from "../../project/project-context.ts";
import { type ArtifactSpec, type FoundArtifact, findArtifact } from "../../source/find-artifact.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { type GetOptions, type GetResult, get } from "../get/get.ts";
import { storageUrl } from "../get/storage-url.ts";

/** Which artifact is taken from where, and where it goes. */
export interface GetArtifactOptions extends ArtifactSpec, Pick<GetOptions, "out" | "force"> {}

/** What was written, and which version it is. */
export interface GetArtifactResult extends GetResult {
  readonly artifact: FoundArtifact;
}

/**
 * Says which commit and path of a repository an artifact is: the given version, what has the given stage, or with
 * neither the highest version.
 *
 * @throws ARTIFACT_UNKNOWN, OPTIONS_CONFLICT, and what opening of the source throws
 */
export function showArtifact(project: ProjectContext, spec: ArtifactSpec, context: RunContext): Promise<FoundArtifact> {
  return findArtifact(spec, { ...context, context: project, cache: undefined });
}

/**
 * Copies the data of an artifact to this machine, as get does.
 *
 * @throws what showArtifact and get throw
 */
export async function getArtifact(
  project: ProjectContext,
  { name, version, stage, ...options }: GetArtifactOptions,
  context: MoveContext,
): Promise<GetArtifactResult> {
  const artifact = await showArtifact(project, { ...options, name, version, stage }, context);
  const { path, commit } = artifact;
  return { ...(await get(project, { ...options, path, rev: commit }, context)), artifact };
}

/**
 * The URL of the object that an artifact is, in the source's remote.
 *
 * @throws what showArtifact and storageUrl throw
 */
export async function artifactUrl(project: ProjectContext, spec: ArtifactSpec, context: RunContext): Promise<string> {
  const { name: _name, version: _version, stage: _stage, ...place } = spec;
  const { path, commit } = await showArtifact(project, spec, context);
  return storageUrl(project, { ...place, path, rev: commit }, context);
}
