import { type GitRef, newestInRange, parseVersionRange } from "@lode/core/engine";
import type { References } from "../git/references.ts";
import type { Repository } from "./repositories.ts";

/**
 * Finds the newest version in a range of versions, `^1.2` of the repository or `cats@^1.2` of an artifact.
 *
 * @returns the tag; undefined if the text is no range
 * @throws VERSION_UNKNOWN if no version is in it
 */
export async function versionOfRange(
  { tags }: References,
  { id, fullName }: Repository,
  text: string,
): Promise<GitRef | undefined> {
  const range = parseVersionRange(text);
  if (range === undefined) return undefined;
  return newestInRange(await tags.of(id), range, fullName);
}
