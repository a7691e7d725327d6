import { fileURLToPath } from "node:url";
import { LodeError } from "../base/lode-error.ts";
import type { RemoteConfig } from "../formats/config/config.ts";
import { redactUrl } from "../formats/config/redact-url.ts";
import { resolveLocation } from "./location.ts";

/**
 * The folder of a remote of the scheme `local`: its path, or that of its `file://` URL.
 *
 * @throws URL_INVALID if its URL is of another storage, and names no host or bucket of it; URL_UNSUPPORTED
 */
export function localFolder({ url }: Pick<RemoteConfig, "url">): string {
  if (/^file:/i.test(url)) return pathOfFileUrl(url);
  if (resolveLocation(url, "").kind !== "url") return url;
  const shown = redactUrl(url);
  throw new LodeError("URL_INVALID", `Cannot use '${shown}': it names no host or bucket`, {
    hint: "Name it behind the two slashes, as in ssh://host/path and s3://bucket/path.",
    details: { url: shown },
  });
}

/** The path of a `file://` URL on this machine. @throws URL_UNSUPPORTED */
export function pathOfFileUrl(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    throw new LodeError("URL_UNSUPPORTED", `Cannot use '${url}': it names no path of this machine`, {
      hint: "Write it as file:///path, or as the path itself.",
      cause: error,
    });
  }
}
