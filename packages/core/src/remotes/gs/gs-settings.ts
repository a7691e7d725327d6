import { boolOption, type Options, textOption } from "../../formats/config/config.ts";
import { type CloudPlace, parseCloudUrl } from "../cloud/cloud-url.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

/** How a bucket of Google Cloud Storage is talked to. */
export interface GsSettings {
  readonly place: CloudPlace;
  /** Where the JSON API is, without a slash at the end. */
  readonly endpoint: string;
}

/** Reads the URL and the options of a remote. @throws URL_INVALID */
export function gsSettings({ url, options, env }: StorageAccess): GsSettings {
  return { place: parseCloudUrl(url, "bucket"), endpoint: endpointOf(options, env).replace(/\/+$/, "") };
}

/** `endpointurl`, or an emulator as Google's own tools and gcsfs find it, or the service. */
function endpointOf(options: Options, env: StorageAccess["env"]): string {
  const chosen = textOption(options, "endpointurl");
  if (chosen !== undefined) return chosen;
  const emulator = env.STORAGE_EMULATOR_HOST;
  if (emulator && emulator !== "default") return /^https?:/.test(emulator) ? emulator : `http://${emulator}`;
  return `https://storage.${env.GOOGLE_CLOUD_UNIVERSE_DOMAIN || "googleapis.com"}`;
}

/** Says whether requests are sent without credentials, whatever there are. */
export function isAnonymous(options: Options): boolean {
  return boolOption(options, "allow_anonymous_login") === true;
}
