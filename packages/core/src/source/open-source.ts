import { newestInRange } from "../formats/gto/newest-in-range.ts";
import { parseVersionRange, type VersionRange } from "../formats/gto/version-range.ts";
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
  const { name, commit } = await findVersion(spec, wanted, source);
  return { ...(await openRevision({ ...spec, rev: commit }, source)), version: name };
}

async function findVersion(
  { rev: _range, ...spec }: SourceSpec,
  wanted: VersionRange,
  source: SourceContext,
): Promise<GitRef> {
  await using opened = await openRevision(spec, source);
  return newestInRange((await opened.history?.tags()) ?? [], wanted, spec.url);
}
