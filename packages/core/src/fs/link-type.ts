/**
 * How a workspace file can share its bytes with an object: `reflink` is a copy-on-write clone, `copy` shares nothing.
 * The words are those of DVC's `cache.type`.
 */
export type LinkType = "reflink" | "hardlink" | "symlink" | "copy";
