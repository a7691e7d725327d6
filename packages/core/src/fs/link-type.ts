/**
 * How a workspace file can share its bytes with an object: `reflink` is a copy-on-write clone, `copy` shares nothing.
 * The words are those of DVC's `cache.type`.
 */
export type LinkType = "reflink" | "hardlink" | "symlink" | "copy";

const LINK_TYPES: readonly LinkType[] = ["reflink", "hardlink", "symlink", "copy"];

/** Says whether a text is a link type. */
export function isLinkType(text: string): text is LinkType {
  return LINK_TYPES.some((type) => type === text);
}
