/**
 * What revisions may look like that a server is asked for, as a regular expression: names as git allows them, ids, and ways back
 * from them. Nothing that git could take for an option, and nothing that makes it search (`:/text`, `v1^{/text}`, `@{1}`).
 */
export const SERVED_REV_PATTERN = "^(?!-)(?!.*[@^]\\{)[^\\u0000-\\u0020\\u007f:?*[\\\\]{1,250}$";
