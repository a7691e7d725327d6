import { resolve } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import type { RemoteConfig } from "../../formats/config/config.ts";
import type { ConfigSection, ConfigValue } from "../../formats/config/config-file.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { RemoteScheme } from "../../formats/config/remote-schemas.ts";
import { resolveRemoteUrl } from "../../formats/config/resolve-remote.ts";
import { schemeOf, validateRemote } from "../../formats/config/validate-remote.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { localFolder, pathOfFileUrl } from "../../project/local-folder.ts";
import { type Location, resolveLocation } from "../../project/location.ts";
import { surroundings } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import type { LocalLocation } from "../../project/workspace/workspace.ts";
import { storageKind, storageSchemes } from "../../remotes/open-storage.ts";
import { UrlFiles } from "../../remotes/storage/url-files.ts";
import { keepsVersions, splitUrlVersion } from "./url-version.ts";

/** Where data lies that is in no repository: on this machine, or in storage over a network. */
export type UrlPlace = { readonly kind: "local"; readonly location: LocalLocation } | StoragePlace;

/** A file or directory in storage over a network. */
export interface StoragePlace {
  readonly kind: "storage";
  readonly scheme: RemoteScheme;
  /** As it was typed; `remote://` is not resolved. */
  readonly url: string;
  /** Without credentials, and resolved. */
  readonly address: string;
  readonly files: UrlFiles;
  /** Whether metadata record versions of the files, and data is what these are. */
  readonly followsVersions: boolean;
}

/** Whose configuration names remotes, and on whose behalf URLs are read. */
export type UrlOwner = Pick<Project, "config" | "context">;

/** What is to be found. */
export interface UrlSpec {
  readonly location: Location;
  /** Options of the storage, laid over those of the remote that the URL names. */
  readonly fsConfig?: Readonly<Record<string, unknown>> | undefined;
  /** What metadata say of it; versions that they record are followed. */
  readonly recorded?: EntryState | undefined;
  /** The version of the file that is meant. Default: the one that the URL names, else the newest. */
  readonly versionId?: string | undefined;
}

/**
 * Finds out where data lies, without a look at it: `remote://name/path` is below that remote.
 *
 * @throws URL_UNSUPPORTED, REMOTE_UNSUPPORTED for storage that cannot be read, OFFLINE, REMOTE_MISSING, CONFIG_INVALID, URL_INVALID,
 *   CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND
 */
export function urlPlace(owner: UrlOwner, spec: UrlSpec): UrlPlace {
  const { location, fsConfig = {} } = spec;
  if (location.kind !== "url") return { kind: "local", location };
  const { url } = location;
  if (/^file:/i.test(url)) return { kind: "local", location: { kind: "outside", path: pathOfFileUrl(url) } };
  const remote = remoteAt(owner, url, fsConfig);
  if (remote?.scheme === "local") return { kind: "local", location: { kind: "outside", path: localFolder(remote) } };
  const kind = remote && storageKind(remote.scheme);
  if (remote === undefined) throw urlUnsupported(url);
  if (kind === undefined) throw kindUnavailable(url, remote.scheme);
  if (owner.context.offline === true) throw urlOffline(url);
  const { scheme } = remote;
  const named = splitUrlVersion(scheme, remote.url);
  const access = { url: named?.url ?? remote.url, options: remote.options, ...surroundings(owner.context) };
  kind.check?.(access);
  const versions = { followsVersions: isVersioned(remote, spec), versionId: spec.versionId ?? named?.versionId };
  const files = new UrlFiles(() => kind.open(access), versions);
  const { followsVersions } = versions;
  return { kind: "storage", scheme, url, address: redactUrl(access.url), files, followsVersions };
}

/**
 * Says whether the versions of data count, without a look at it.
 *
 * @throws REMOTE_MISSING, CONFIG_INVALID
 */
export function followsVersions(owner: UrlOwner, spec: UrlSpec): boolean {
  const { location, fsConfig } = spec;
  const remote = location.kind === "url" ? remoteAt(owner, location.url, fsConfig) : undefined;
  return remote !== undefined && isVersioned(remote, spec);
}

function isVersioned({ scheme, url, versionAware }: RemoteConfig, { recorded, versionId }: UrlSpec): boolean {
  if (!keepsVersions(scheme)) return false;
  const isRecorded = recorded?.versionId !== undefined || recorded?.files !== undefined;
  return versionAware || isRecorded || versionId !== undefined || splitUrlVersion(scheme, url) !== undefined;
}

/** The location of a URL or path that was typed in a folder. */
export function typedLocation(cwd: string, url: string): Location {
  const location = resolveLocation(url, "");
  return location.kind === "url" ? location : { kind: "outside", path: resolve(cwd, url) };
}

function remoteAt({ config }: UrlOwner, url: string, fsConfig: UrlSpec["fsConfig"]): RemoteConfig | undefined {
  const base = resolveRemoteUrl(config, url);
  if (base === undefined && schemeOf(url) === undefined) return undefined;
  const own = Object.entries(fsConfig ?? {}).map(([name, value]) => [name, String(value)] as const);
  const section: ConfigSection = new Map<string, ConfigValue>([
    ...(base?.section ?? []),
    ...own,
    ["url", base?.url ?? url],
  ]);
  return validateRemote(base?.name ?? "url", section, { fileOf: () => "--fs-config" });
}

function urlOffline(url: string): LodeError {
  return new LodeError("OFFLINE", `Cannot read '${redactUrl(url)}' offline: it is not on this machine`, {
    hint: "Run the command without --offline.",
    details: { url: redactUrl(url) },
  });
}

/**
 * Makes sure that data at a URL could be read, without a look at it.
 *
 * @throws what urlPlace throws, OFFLINE apart
 */
export function checkUrl({ config, context }: UrlOwner, spec: UrlSpec): void {
  urlPlace({ config, context: { ...context, offline: false } }, spec);
}

function kindUnavailable(url: string, scheme: RemoteScheme): LodeError {
  const shown = redactUrl(url);
  return new LodeError(
    "REMOTE_UNSUPPORTED",
    `Cannot use '${shown}': storage of the kind '${scheme}' is not available in Lode yet`,
    { hint: "Use `dvc` for it, or download the data first.", details: { url: shown, scheme } },
  );
}

/** The error for a URL of storage that cannot be read. */
export function urlUnsupported(url: string): LodeError {
  return new LodeError("URL_UNSUPPORTED", `Cannot use '${redactUrl(url)}': this kind of URL is not supported`, {
    hint: `Supported are paths of this machine, file://, ${storageSchemes()
      .map((scheme) => `${scheme}://`)
      .join(", ")}, and remote://NAME/PATH on such remotes.`,
    details: { url: redactUrl(url) },
  });
}
