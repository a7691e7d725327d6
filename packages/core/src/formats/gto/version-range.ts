import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import { type ArtifactName, formatArtifactName, parseArtifactName } from "./artifact-name.ts";
import { parseGtoTag } from "./gto-tag.ts";
import { compareVersions, isVersion } from "./semver.ts";

/** Versions of one thing, from which the newest one is wanted. */
export interface VersionRange {
  /** Whose versions; undefined: those of the repository as a whole, whose tags are `v1.2.3` or `1.2.3`. */
  readonly artifact: ArtifactName | undefined;
  /** As npm writes ranges: `^1.2`, `>=1 <3`, `*`. */
  readonly range: string;
}

/** A tag of a repository. */
export interface TimedTag {
  readonly name: string;
  /** When it was made, in milliseconds since 1970. */
  readonly timeMs: number;
}

/**
 * Parses `[name@]range`, such as `cats@^1.2`, `data:cats@1.*` or `>=2`. Undefined for what is one revision: a range has
 * an operator (`^ ~ > < = * |`) or several parts, and no name of a branch or tag looks like one.
 */
export function parseVersionRange(text: string): VersionRange | undefined {
  const at = text.lastIndexOf("@");
  const range = text.slice(at + 1);
  if (!isRange(range)) return undefined;
  if (at === -1) return { artifact: undefined, range };
  const artifact = parseArtifactName(text.slice(0, at).replace("=", ":"));
  return artifact === undefined ? undefined : { artifact, range };
}

/** Says whether a text is a range, and not one version. */
export function isRange(text: string): boolean {
  return /[\^~<>=*|\s]/.test(text) && validRange(text) !== null;
}

/** Says whether a tag is a version in a range. */
export function isInRange(tagName: string, wanted: VersionRange): boolean {
  const version = versionOf(tagName, wanted)?.version;
  return version !== undefined && satisfies(version, wanted.range);
}

/**
 * The tags of the versions in a range that were not taken back, highest first; of several for one version, the latest
 * one. Versions before a release, such as `v2.0.0-rc.1`, are in a range only if it names one of that release, as in npm.
 */
export function tagsInRange<T extends TimedTag>(tags: readonly T[], wanted: VersionRange): readonly T[] {
  return versionTags(tags, wanted).filter(({ name }) => isInRange(name, wanted));
}

/** The tags of all versions that were not taken back, as tagsInRange orders them. */
export function versionTags<T extends TimedTag>(
  tags: readonly T[],
  { artifact }: Pick<VersionRange, "artifact">,
): readonly T[] {
  const latest = new Map<string, VersionTag<T>>();
  for (const tag of tags.toSorted((a, b) => a.timeMs - b.timeMs || (a.name < b.name ? -1 : 1))) {
    const found = versionOf(tag.name, { artifact });
    if (found !== undefined) latest.set(found.version, { ...found, tag });
  }
  return [...latest.values()]
    .filter(({ takenBack }) => !takenBack)
    .sort((a, b) => compareVersions(b.version, a.version))
    .map(({ tag }) => tag);
}

/** Whose version a tag is; undefined if it is none. */
export function familyOf(tagName: string): Pick<VersionRange, "artifact"> | undefined {
  const tag = parseGtoTag(tagName);
  if (tag?.action === "register") return { artifact: tag.artifact };
  return versionOf(tagName, { artifact: undefined }) === undefined ? undefined : { artifact: undefined };
}

/** The tag of the newest version: a release, if there is one. Undefined if there is no version. */
export function newestVersion<T extends TimedTag>(
  tags: readonly T[],
  family: Pick<VersionRange, "artifact">,
): T | undefined {
  return tagsInRange(tags, { ...family, range: "*" })[0] ?? versionTags(tags, family)[0];
}

interface FoundVersion {
  /** With its `v`. */
  readonly version: string;
  readonly takenBack: boolean;
}

interface VersionTag<T> extends FoundVersion {
  readonly tag: T;
}

function versionOf(tagName: string, { artifact }: Pick<VersionRange, "artifact">): FoundVersion | undefined {
  if (artifact === undefined) {
    const version = tagName.startsWith("v") ? tagName : `v${tagName}`;
    return isVersion(version) ? { version, takenBack: false } : undefined;
  }
  const tag = parseGtoTag(tagName);
  if (tag?.action !== "register" && tag?.action !== "deregister") return undefined;
  if (formatArtifactName(tag.artifact) !== formatArtifactName(artifact)) return undefined;
  return { version: tag.version, takenBack: tag.action === "deregister" };
}

/** Writes a range as it is parsed. */
export function formatVersionRange({ artifact, range }: VersionRange): string {
  return artifact === undefined ? range : `${formatArtifactName(artifact)}@${range}`;
}
