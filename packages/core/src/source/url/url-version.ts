import type { RemoteScheme } from "../../formats/config/remote-schemas.ts";

/** A URL whose end named a version. */
export interface VersionedUrl {
  readonly url: string;
  readonly versionId: string;
}

/** How the URLs of storage that keeps versions name one, as DVC writes them. */
const VERSIONS: Readonly<Partial<Record<RemoteScheme, RegExp>>> = {
  s3: /\?versionId=([^&#?]+)$/,
  gs: /#(\d+)$/,
  azure: /\?versionid=([^&#?]+)$/,
};

/** Says whether storage can keep versions of files. */
export function keepsVersions(scheme: RemoteScheme): boolean {
  return VERSIONS[scheme] !== undefined;
}

/** Splits a URL that names a version; undefined if it names none. */
export function splitUrlVersion(scheme: RemoteScheme, url: string): VersionedUrl | undefined {
  const found = VERSIONS[scheme]?.exec(url);
  const version = found?.[1];
  return found && version ? { url: url.slice(0, found.index), versionId: decoded(version) } : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
