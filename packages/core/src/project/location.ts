import { posix } from "node:path";
import type { RelPath } from "../base/rel-path.ts";
import { isRelPath } from "../base/rel-path.ts";

/**
 * Where an output or dependency lies. `inside`: relative to the project's root. `outside`: a path on this machine,
 * absolute, or relative to the root with leading `..`. `url`: another storage, the text as written (`remote://name/…`
 * unresolved).
 */
export type Location =
  | { readonly kind: "inside"; readonly path: RelPath }
  | { readonly kind: "outside"; readonly path: string }
  | { readonly kind: "url"; readonly url: string };

const URL_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/**
 * Resolves the path of an entry against the folder of its stage.
 *
 * @param path as written in the file
 * @param wdir the stage's folder from the project's root, `""` for the root
 */
export function resolveLocation(path: string, wdir: string): Location {
  if (URL_SCHEME.test(path)) return { kind: "url", url: path };
  if (posix.isAbsolute(path)) return { kind: "outside", path: posix.normalize(path) };
  const joined = posix.normalize(posix.join(wdir, path)).replace(/\/$/, "");
  return isRelPath(joined) ? { kind: "inside", path: joined } : { kind: "outside", path: joined };
}

/** The text that names a location to people: its path or URL. */
export function describeLocation(location: Location): string {
  return location.kind === "url" ? location.url : location.path;
}
