import { isLodeError, LodeError } from "@lode/core";
import { type RemoteStorage, storageKind, validateRemote } from "@lode/core/engine";
import { redactUrl } from "@lode/core/formats";
import { bucketStorage } from "../objects/bucket-storage.ts";
import { folderStorage } from "../objects/folder-storage.ts";
import type { ObjectStorage } from "../objects/object-storage.ts";
import { syncedStorage } from "../objects/synced-storage.ts";
import type { Settings } from "../settings/settings.ts";
import type { ServerContext } from "./server-context.ts";

/**
 * Where the objects of a server with these settings are. Nothing is contacted.
 *
 * @throws CONFIG_INVALID, URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND if the options of the bucket cannot be used
 */
export function objectsOf(settings: Settings, context: ServerContext): ObjectStorage {
  const { dataDir, objects: url } = settings;
  if (url === "folder") {
    const folder = folderStorage(dataDir);
    return settings.objectsSync === "on" ? syncedStorage(folder, dataDir) : folder;
  }
  return bucketStorage({ url, dataDir, open: bucketOf(settings, context) });
}

/**
 * Asks whether the objects can be reached, by looking for one; nothing is changed. A folder always can.
 *
 * @throws STORAGE_UNREACHABLE, and what else the storage throws
 */
export async function tryObjects(settings: Settings, context: ServerContext): Promise<void> {
  if (settings.objects === "folder") return;
  const storage = await bucketOf(settings, context)();
  try {
    await storage.stat("files/md5/00/0000000000000000000000000000000000", {});
  } catch (error) {
    throw isLodeError(error, "STORAGE_UNREACHABLE") ? bucketUnreachable(settings, error) : error;
  } finally {
    await storage.close();
  }
}

function bucketUnreachable({ objects: url, objectsEndpointurl }: Settings, error: LodeError): LodeError {
  const endpoint = redactUrl(objectsEndpointurl);
  const setting = `\`objects_endpointurl\` is ${endpoint === "" ? "missing" : "right"}`;
  return new LodeError(error.code, `Cannot reach the bucket '${url}' at ${endpoint || "Amazon's servers"}`, {
    hint: `Look whether ${setting}, whether the server there runs, and whether this machine can reach it.`,
    details: { ...error.details, setting: "objects_endpointurl" },
    cause: error.cause ?? error,
  });
}

function bucketOf(settings: Settings, { variables }: ServerContext): () => Promise<RemoteStorage> {
  const given: Readonly<Record<string, string>> = {
    url: settings.objects,
    endpointurl: settings.objectsEndpointurl,
    region: settings.objectsRegion,
    profile: settings.objectsProfile,
    credentialpath: settings.objectsCredentialpath,
    access_key_id: settings.objectsAccessKeyId,
    secret_access_key: settings.objectsSecretAccessKey,
  };
  const section = new Map(Object.entries(given).filter(([, value]) => value !== ""));
  const { url, scheme, options } = validateRemote("objects", section, { fileOf: () => "settings" });
  const kind = storageKind(scheme);
  if (kind === undefined) throw new LodeError("REMOTE_UNSUPPORTED", `Cannot keep objects in '${url}'`);
  const access = { url, options, env: variables };
  kind.check?.(access);
  return () => kind.open(access);
}
