import { LodeError } from "../../base/lode-error.ts";
import { formatArtifactName, parseArtifactName } from "./artifact-name.ts";
import { type GtoTag, parseGtoTag } from "./gto-tag.ts";
import { compareVersions } from "./semver.ts";

/** A tag with its date. Only annotated tags count. */
export interface DatedTag {
  /** The name of the tag. */
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly timeMs: number;
}

/** Which version of an artifact is wanted: a version, what has a stage, or with neither the highest version. */
export interface ArtifactQuery {
  /** As parseArtifactName takes it. */
  readonly name: string;
  readonly version?: string | undefined;
  readonly stage?: string | undefined;
  /**
   * Whether a version, or a stage, is passed over if the last tag about it took it back. Default: false, as in DVC,
   * which also finds what was taken back.
   */
  readonly onlyActive?: boolean;
}

/**
 * Finds the tag that stands for an artifact: the latest one for a version or a stage, otherwise the one with the highest
 * version, and of those the latest.
 *
 * @throws ARTIFACT_UNKNOWN if there is none
 */
export function resolveArtifact<T extends DatedTag>(tags: readonly T[], query: ArtifactQuery): T {
  const { version, stage, onlyActive = false } = query;
  const found = tagsOf(tags, query.name).filter(
    ({ tag }) =>
      (version === undefined || versionOf(tag) === version) && (stage === undefined || stageOf(tag) === stage),
  );
  const candidates = onlyActive ? withoutTakenBack(found) : found;
  const best = version === undefined && stage === undefined ? highest(candidates) : candidates.at(-1);
  if (best === undefined) throw artifactUnknown(query);
  return best.dated;
}

interface FoundTag<T> {
  readonly dated: T;
  readonly tag: GtoTag;
}

/** The tags of one artifact by time; those of the same second by name. */
function tagsOf<T extends DatedTag>(tags: readonly T[], name: string): FoundTag<T>[] {
  const artifact = parseArtifactName(name);
  if (artifact === undefined) return [];
  const wanted = formatArtifactName(artifact);
  return tags
    .flatMap((dated) => {
      const tag = parseGtoTag(dated.name);
      return tag !== undefined && formatArtifactName(tag.artifact) === wanted ? [{ dated, tag }] : [];
    })
    .sort((a, b) => a.dated.timeMs - b.dated.timeMs || (a.dated.name < b.dated.name ? -1 : 1));
}

function versionOf(tag: GtoTag): string | undefined {
  return tag.action === "register" || tag.action === "deregister" ? tag.version : undefined;
}

function stageOf(tag: GtoTag): string | undefined {
  return tag.action === "assign" || tag.action === "unassign" ? tag.stage : undefined;
}

/** Leaves out the tags about a version or a stage whose last tag takes it back. */
function withoutTakenBack<T>(found: readonly FoundTag<T>[]): FoundTag<T>[] {
  const last = new Map(found.map(({ tag }) => [subjectOf(tag), tag.action]));
  return found.filter(({ tag }) => {
    const action = last.get(subjectOf(tag));
    return action !== "deregister" && action !== "unassign";
  });
}

function subjectOf(tag: GtoTag): string {
  return versionOf(tag) ?? `#${stageOf(tag) ?? ""}`;
}

function highest<T>(found: readonly FoundTag<T>[]): FoundTag<T> | undefined {
  let best: FoundTag<T> | undefined;
  let bestVersion: string | undefined;
  for (const candidate of found) {
    const version = versionOf(candidate.tag);
    if (version === undefined) continue;
    if (bestVersion === undefined || compareVersions(version, bestVersion) >= 0) {
      best = candidate;
      bestVersion = version;
    }
  }
  return best;
}

function artifactUnknown({ name, version, stage }: ArtifactQuery): LodeError {
  const which = version === undefined ? "" : ` @ ${version}`;
  const where = stage === undefined ? "" : ` in stage ${stage}`;
  return new LodeError(
    "ARTIFACT_UNKNOWN",
    `Cannot find the artifact '${name}${which}'${where}: no annotated tag names it`,
    {
      hint: `See the tags that there are: git tag --list '${name}@*' '${name}#*'. Fetch them if they are elsewhere.`,
      details: { name, version, stage },
    },
  );
}
