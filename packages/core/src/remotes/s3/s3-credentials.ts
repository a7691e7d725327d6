import { LodeError } from "../../base/lode-error.ts";
import { boolOption, type Options, textOption } from "../../formats/config/config.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { AwsProfile } from "./aws-profile.ts";
import type { S3Credentials } from "./sign-request.ts";

/** Gives the keys to sign with, new ones when the old ones expire; undefined where nobody signs in. */
export type CredentialSource = () => Promise<S3Credentials | undefined>;

/** A machine outside of Amazon's cloud has no service that gives it keys: it is asked once, and not for long. */
const METADATA_TIMEOUT_MS = 1000;

/**
 * Chooses where keys come from: the remote's options, the environment, the profile; then whatever else the AWS SDK
 * knows: sign-on, assumed roles, a process, web identities, the metadata of a machine or a container. The SDK is loaded
 * only then.
 *
 * @throws CREDENTIALS_MISSING if the options have one half of a key
 */
export function chooseCredentials(
  { options, env }: StorageAccess,
  profile: AwsProfile,
  region: string,
): CredentialSource {
  if (boolOption(options, "allow_anonymous_login") === true) return async () => undefined;
  const known =
    fromOptions(options) ??
    (profile.isNamed ? undefined : fromEnvironment(env)) ??
    (isPlain(profile) ? (fromSection(profile.secrets) ?? fromSection(profile.settings)) : undefined);
  return known === undefined ? fromSdk(profile, region) : async () => known;
}

function fromOptions(options: Options): S3Credentials | undefined {
  const accessKeyId = textOption(options, "access_key_id");
  const secretAccessKey = textOption(options, "secret_access_key");
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new LodeError("CREDENTIALS_MISSING", "Cannot sign in: a key has two halves, and one is not set", {
      hint: "Set `access_key_id` and `secret_access_key` with `lode remote modify --local`.",
    });
  }
  return { accessKeyId, secretAccessKey, sessionToken: textOption(options, "session_token") };
}

function fromEnvironment(env: StorageAccess["env"]): S3Credentials | undefined {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN || undefined,
  };
}

/** A profile that assumes a role uses its own keys only to get others. */
function isPlain({ settings, secrets }: AwsProfile): boolean {
  return !settings.has("role_arn") && !secrets.has("role_arn") && !settings.has("sso_start_url");
}

function fromSection(section: AwsProfile["secrets"]): S3Credentials | undefined {
  const accessKeyId = section.get("aws_access_key_id");
  const secretAccessKey = section.get("aws_secret_access_key");
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: section.get("aws_session_token") };
}

/** The SDK remembers keys until five minutes before they expire. */
function fromSdk({ name, isNamed, configPath, credentialsPath }: AwsProfile, region: string): CredentialSource {
  let provider: Promise<() => Promise<S3Credentials>> | undefined;
  const load = async (): Promise<() => Promise<S3Credentials>> => {
    const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
    return defaultProvider({
      ...(isNamed && { profile: name }),
      configFilepath: configPath,
      filepath: credentialsPath,
      clientConfig: { region },
      timeout: METADATA_TIMEOUT_MS,
      maxRetries: 0,
    });
  };
  return async () => {
    provider ??= load();
    const provide = await provider;
    return await provide().catch((error: unknown) => Promise.reject(credentialsMissing(error)));
  };
}

function credentialsMissing(cause: unknown): LodeError {
  const reason = cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause);
  return new LodeError("CREDENTIALS_MISSING", `Cannot sign in to S3: ${reason}`, {
    hint: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in with the AWS tools, or set the options of the remote with `lode remote modify --local`. For a public bucket set `allow_anonymous_login` to true.",
    cause,
  });
}
