import { LodeError } from "@lode/core";
import { findArtifactTag, formatArtifactName, parseArtifactName } from "@lode/core/engine";
import type { References } from "../git/references.ts";
import type { CommittedArtifact } from "./committed-artifacts.ts";
import type { Repository } from "./repositories.ts";
import type { Snapshot, Snapshots } from "./snapshots.ts";

/** Which version of which artifact is meant; with neither version nor stage the highest one. */
export interface ArtifactWanted {
  readonly artifact: string;
  /** A version, a range of versions, or `latest`. */
  readonly version?: string | undefined;
  readonly stage?: string | undefined;
}

/** An artifact at the commit of its version. */
export interface ArtifactAtVersion {
  readonly snapshot: Snapshot;
  readonly artifact: CommittedArtifact;
  /** The tag that says which commit it is. */
  readonly tag: string;
}

/**
 * Finds an artifact as `artifacts get` does: the tag that stands for the version or stage, and at its commit what `dvc.yaml`
 * declares.
 *
 * @throws ARTIFACT_UNKNOWN, OPTIONS_CONFLICT with a version and a stage, and what opening the commit throws
 */
export async function findArtifact(
  { references, snapshots }: { readonly references: References; readonly snapshots: Snapshots },
  repository: Repository,
  { artifact: name, version, stage }: ArtifactWanted,
): Promise<ArtifactAtVersion> {
  if (version !== undefined && stage !== undefined) {
    throw new LodeError("OPTIONS_CONFLICT", "Cannot choose an artifact by both its version and its stage", {
      hint: "Give one of them.",
    });
  }
  const tags = await references.annotatedTags.of(repository.id);
  const query = { name, stage, version: version === "latest" ? undefined : version };
  const { name: tag, commit } = findArtifactTag(tags, query);
  const snapshot = await snapshots.open(repository, commit);
  const artifact = declaredArtifact(snapshot, name);
  if (artifact === undefined) throw artifactUndeclared(snapshot, name);
  return { snapshot, artifact, tag };
}

/** The artifact of a snapshot that users call so: `name`, `dir:name` or `dir/dvc.yaml:name`. */
export function declaredArtifact({ artifacts }: Snapshot, text: string): CommittedArtifact | undefined {
  const name = parseArtifactName(text);
  return name && artifacts.get(formatArtifactName(name));
}

/** The error for an artifact that no `dvc.yaml` of a snapshot declares. */
export function artifactUndeclared({ repository, commit }: Snapshot, name: string): LodeError {
  const where = `'${repository.fullName}' at ${commit.slice(0, 10)}`;
  return new LodeError("ARTIFACT_UNKNOWN", `Cannot find the artifact '${name}' in ${where}: no dvc.yaml declares it`, {
    hint: "List the artifacts of the revision with …/artifacts?rev=.",
    details: { name, commit },
  });
}
