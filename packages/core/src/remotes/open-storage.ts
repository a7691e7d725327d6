import { httpSettings } from "./http/http-settings.ts";
import { httpUrlBelow, parseHttpUrl } from "./http/parse-http-url.ts";
import type { RemoteStorage } from "./storage/remote-storage.ts";
import type { StorageAccess } from "./storage/storage-access.ts";

/** A kind of storage that is spoken to over a network. */
export interface StorageKind {
  /** Whether it lists and deletes. */
  readonly lists: boolean;
  /** The URL of a key. Default: the key behind the URL. */
  readonly urlOf?: (url: string, key: string) => string;
  /** Looks at what can be known to be wrong before anything is loaded. @throws CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND, URL_INVALID */
  readonly check?: (access: StorageAccess) => unknown;
  /** Loads the kind and makes ready its client; contacting is left to the first request. @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
  readonly open: (access: StorageAccess) => Promise<RemoteStorage>;
}

const http: StorageKind = {
  lists: false,
  urlOf: (url, key) => httpUrlBelow(parseHttpUrl(url), key).href,
  open: async (access) => new (await import("./http/http-storage.ts")).HttpStorage(access),
  check: httpSettings,
};

const webdav: StorageKind = {
  lists: true,
  // As DVC prints it: what a browser can open.
  urlOf: (url, key) => urlWithoutLogin(url.replace(/^webdav/i, "http"), key),
  open: async (access) => new (await import("./webdav/webdav-storage.ts")).WebdavStorage(access),
};

const ssh: StorageKind = {
  lists: true,
  urlOf: urlWithoutLogin,
  open: async (access) => new (await import("./ssh/sftp-storage.ts")).SftpStorage(access),
};

function urlWithoutLogin(url: string, key: string): string {
  return `${url.replace(/^([^/]+:\/\/)[^/@]*@/, "$1").replace(/\/+$/, "")}/${key}`;
}

/**
 * The kinds of storage by the scheme of their URLs. A kind is one line:
 *
 *     s3: { lists: true, open: async (access) => (await import("./s3/s3-storage.ts")).openS3Storage(access) },
 *
 * The import is a chunk of its own in the published command, so that nobody pays for storage that is not used.
 */
const kinds: Readonly<Record<string, StorageKind>> = {
  azure: { lists: true, open: async (access) => (await import("./azure/azure-storage.ts")).openAzureStorage(access) },
  gs: { lists: true, open: async (access) => (await import("./gs/gs-storage.ts")).openGsStorage(access) },
  http,
  https: http,
  s3: { lists: true, open: async (access) => (await import("./s3/s3-storage.ts")).openS3Storage(access) },
  ssh,
  webdav,
  webdavs: webdav,
};

/** The kind of storage of a scheme; undefined if there is none. */
export function storageKind(scheme: string): StorageKind | undefined {
  return Object.hasOwn(kinds, scheme) ? kinds[scheme] : undefined;
}

/** The schemes of all kinds. */
export function storageSchemes(): readonly string[] {
  return Object.keys(kinds);
}
