import { LodeError } from "../../base/lode-error.ts";
import { formatArtifactName, parseArtifactName } from "./artifact-name.ts";
import { type ArtifactQuery, type DatedTag, resolveArtifact } from "./resolve-artifact.ts";
import { isRange, type TimedTag, tagsInRange, type VersionRange, versionTags } from "./version-range.ts";

/**
 * The tag of the newest version in a range.
 *
 * @param url of the repository, for the error
 * @throws VERSION_UNKNOWN if no version is in the range
 */
export function newestInRange<T extends TimedTag>(tags: readonly T[], wanted: VersionRange, url: string): T {
  const [newest] = tagsInRange(tags, wanted);
  if (newest !== undefined) return newest;
  throw versionUnknown(url, wanted, versionTags(tags, wanted));
}

/**
 * The tag that stands for an artifact, as resolveArtifact finds it; the version of the query may be a range too, of which the
 * newest is taken.
 *
 * @throws ARTIFACT_UNKNOWN if there is none
 */
export function findArtifactTag<T extends DatedTag>(tags: readonly T[], query: ArtifactQuery): T {
  const { name, version } = query;
  const artifact = parseArtifactName(name);
  const isInRange = artifact !== undefined && version !== undefined && isRange(version);
  const newest = isInRange ? tagsInRange(tags, { artifact, range: version })[0] : undefined;
  return newest ?? resolveArtifact(tags, query);
}

const SHOWN_VERSIONS = 5;

function versionUnknown(url: string, { artifact, range }: VersionRange, there: readonly TimedTag[]): LodeError {
  const whose = artifact === undefined ? "" : ` of '${formatArtifactName(artifact)}'`;
  const names = there.map(({ name }) => name);
  const state = names.length === 0 ? "no tag names one" : "none is in the range";
  const more = names.length > SHOWN_VERSIONS ? ", …" : "";
  return new LodeError("VERSION_UNKNOWN", `Cannot find a version '${range}'${whose} in '${url}': ${state}`, {
    ...(names.length > 0 && { hint: `There are: ${names.slice(0, SHOWN_VERSIONS).join(", ")}${more}` }),
    details: { url, range, versions: names },
  });
}
