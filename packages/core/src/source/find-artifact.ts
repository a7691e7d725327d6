import { posix } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import { formatArtifactName, parseArtifactName } from "../formats/gto/artifact-name.ts";
import { findArtifactTag } from "../formats/gto/newest-in-range.ts";
import type { ArtifactQuery } from "../formats/gto/resolve-artifact.ts";
import type { AnnotatedTag } from "../git/list-annotated-tags.ts";
import { loadArtifacts } from "../project/load-artifacts.ts";
import { openSource } from "./open-source.ts";
import type { Source } from "./source.ts";
import type { SourceContext, SourceSpec } from "./source-context.ts";
import { inProject } from "./source-entry.ts";
import type { SourceHistory } from "./source-history.ts";

/** Which artifact of which repository is meant. */
export interface ArtifactSpec extends Omit<SourceSpec, "rev">, Pick<ArtifactQuery, "name" | "version" | "stage"> {}

/** A version of an artifact. */
export interface FoundArtifact {
  /** The path of its data, from the root of the Git repository. */
  readonly path: string;
  /** The full id. */
  readonly commit: string;
  /** The tag that says so. */
  readonly tag: string;
}

/**
 * Finds an artifact of another repository: the tag that stands for the version or the stage, and at its commit what the
 * `dvc.yaml` of the artifact's folder declares.
 *
 * @throws ARTIFACT_UNKNOWN, NOT_A_PROJECT, OPTIONS_CONFLICT with a version and a stage, and what openSource and parsing throw
 */
export async function findArtifact(spec: ArtifactSpec, context: SourceContext): Promise<FoundArtifact> {
  const { name, version, stage, ...place } = spec;
  if (version !== undefined && stage !== undefined) {
    throw new LodeError("OPTIONS_CONFLICT", "Cannot choose an artifact by both its version and its stage", {
      hint: "Give --rev or --stage.",
    });
  }
  const { commit, name: tag } = await findTag(place, { name, version, stage }, context);
  await using source = await openSource({ ...place, rev: commit }, context);
  return { path: await artifactPath(source, name), commit, tag };
}

async function findTag(place: SourceSpec, query: ArtifactQuery, context: SourceContext): Promise<AnnotatedTag> {
  await using source = await openSource(place, context);
  const tags = await requireHistory(source).annotatedTags();
  return findArtifactTag(tags, query);
}

function requireHistory({ history, url }: Source): SourceHistory {
  if (history !== undefined) return history;
  throw new LodeError("GIT_REPO_MISSING", `Cannot look for artifacts in '${url}': it is not in a Git repository`, {
    details: { url },
  });
}

/** The path that the `dvc.yaml` in the folder of an artifact declares. */
async function artifactPath(source: Source, name: string): Promise<string> {
  const { dir = "", name: key } = parseArtifactName(name) ?? { name };
  const folder = posix.join(dir, ".") === "." ? "" : posix.normalize(dir);
  const owner = await source.projectOf(folder);
  if (owner === undefined) throw noProject(source);
  const file = posix.join(inProject(owner, folder), "dvc.yaml");
  const artifact = (await loadArtifacts(owner.project.tree, file))?.get(key);
  if (artifact !== undefined) return posix.join(folder, artifact.path);
  const shown = formatArtifactName({ dir: dir === "" ? undefined : dir, name: key });
  const declares = posix.join(folder, "dvc.yaml");
  throw new LodeError(
    "ARTIFACT_UNKNOWN",
    `Cannot find the artifact '${shown}' in '${source.url}': '${declares}' does not declare it`,
    { details: { name: shown, url: source.url, commit: source.commit } },
  );
}

function noProject({ url }: Source): LodeError {
  return new LodeError("NOT_A_PROJECT", `Cannot look for artifacts in '${url}': there is no '.dvc' folder in it`, {
    hint: "Copy the file by its path: `lode get`.",
    details: { url },
  });
}
