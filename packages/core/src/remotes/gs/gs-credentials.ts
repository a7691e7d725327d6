import { join } from "node:path";
import type { AuthClient } from "google-auth-library";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { textOption } from "../../formats/config/config.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { loadPackage } from "../cloud/load-package.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { asksGoogleOnly, authClientOf, SCOPES } from "./gs-key-file.ts";

/**
 * Finds who is signed in, in the order of Google's tools:
 *
 * 1. the file of `credentialpath`, which may not send anything to others than Google;
 * 2. the file of GOOGLE_APPLICATION_CREDENTIALS;
 * 3. what `gcloud auth application-default login` left;
 * 4. the machine itself, if it is one of Google's. `NO_GCE_CHECK=true` leaves this out, as for gcsfs.
 *
 * @returns undefined if nobody is, which is enough for public buckets
 * @throws CONFIG_FILE_NOT_FOUND, CREDENTIALS_MISSING if a file of credentials cannot be used, PACKAGE_MISSING
 */
export async function findGoogleCredentials({ options, env }: StorageAccess): Promise<AuthClient | undefined> {
  const configured = textOption(options, "credentialpath");
  if (configured !== undefined) return fromFile(configured, { isOwn: false });
  if (env.GOOGLE_APPLICATION_CREDENTIALS) return fromFile(env.GOOGLE_APPLICATION_CREDENTIALS, { isOwn: true });
  const gcloud = gcloudFolder(env);
  const left = gcloud && join(gcloud, "application_default_credentials.json");
  if (left && readTextIfExists(left) !== undefined) return fromFile(left, { isOwn: true });
  return env.NO_GCE_CHECK === "true" ? undefined : fromMachine();
}

function gcloudFolder(env: StorageAccess["env"]): string | undefined {
  if (env.CLOUDSDK_CONFIG) return env.CLOUDSDK_CONFIG;
  if (process.platform === "win32") return env.APPDATA && join(env.APPDATA, "gcloud");
  return env.HOME && join(env.HOME, ".config/gcloud");
}

/** @param isOwn whether the user chose the file, and not a configuration that others may have written */
async function fromFile(path: string, { isOwn }: { readonly isOwn: boolean }): Promise<AuthClient> {
  const text = readTextIfExists(path);
  if (text === undefined) {
    throw new LodeError("CONFIG_FILE_NOT_FOUND", `Cannot use the credentials "${path}": there is no such file`, {
      hint: "Set `credentialpath` of the remote, or GOOGLE_APPLICATION_CREDENTIALS, to a file that exists.",
      details: { path },
    });
  }
  const library = await loadPackage("google-auth-library", () => import("google-auth-library"));
  try {
    const file: unknown = JSON.parse(text);
    if (isOwn || asksGoogleOnly(file)) return authClientOf(library, file);
  } catch (error) {
    if (isLodeError(error)) throw error;
    throw unusable(path, "they are not in a form of Google's", error);
  }
  throw unusable(path, "they would send what is on this machine to others than Google");
}

function unusable(path: string, state: string, cause?: unknown): LodeError {
  return new LodeError("CREDENTIALS_MISSING", `Cannot use the credentials "${path}": ${state}`, {
    hint: "Download them anew, or sign in with `gcloud auth application-default login`.",
    details: { path },
    cause,
  });
}

/** The service account of the machine; that there is none is told as an error, and nothing else is left to be tried. */
async function fromMachine(): Promise<AuthClient | undefined> {
  const { GoogleAuth } = await loadPackage("google-auth-library", () => import("google-auth-library"));
  return new GoogleAuth({ scopes: [...SCOPES] }).getClient().catch(() => undefined);
}
