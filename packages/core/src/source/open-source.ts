import { LodeError } from "../base/lode-error.ts";
import { formatArtifactName } from "../formats/gto/artifact-name.ts";
import { parseVersionRange, tagsInRange, type VersionRange, versionTags } from "../formats/gto/version-range.ts";
import type { GitRef } from "../git/list-refs.ts";
import { openRevision } from "./open-revision.ts";
import type { Source } from "./source.ts";
import type { SourceContext, SourceSpec } from "./source-context.ts";

/**
 * Opens another repository at a revision, or at the newest of a range of versions; see openRevision.
 *
 * @throws VERSION_UNKNOWN if no version is in the range, and what openRevision throws
 */
export async function openSource(spec: SourceSpec, source: SourceContext): Promise<Source> {
  const wanted = spec.rev === undefined ? undefined : parseVersionRange(spec.rev);
  if (wanted === undefined) return openRevision(spec, source);
  const { name, commit } = await newestInRange(spec, wanted, source);
  return { ...(await openRevision({ ...spec, rev: commit }, source)), version: name };
}

async function newestInRange(
  { rev: _range, ...spec }: SourceSpec,
  wanted: VersionRange,
  source: SourceContext,
): Promise<GitRef> {
  await using opened = await openRevision(spec, source);
  const tags = (await opened.history?.tags()) ?? [];
  const [newest] = tagsInRange(tags, wanted);
  if (newest !== undefined) return newest;
  throw versionUnknown(spec.url, wanted, versionTags(tags, wanted));
}

const SHOWN_VERSIONS = 5;

function versionUnknown(url: string, { artifact, range }: VersionRange, there: readonly GitRef[]): LodeError {
  const whose = artifact === undefined ? "" : ` of '${formatArtifactName(artifact)}'`;
  const names = there.map(({ name }) => name);
  const state = names.length === 0 ? "no tag names one" : "none is in the range";
  const more = names.length > SHOWN_VERSIONS ? ", …" : "";
  return new LodeError("VERSION_UNKNOWN", `Cannot find a version '${range}'${whose} in '${url}': ${state}`, {
    ...(names.length > 0 && { hint: `There are: ${names.slice(0, SHOWN_VERSIONS).join(", ")}${more}` }),
    details: { url, range, versions: names },
  });
}
