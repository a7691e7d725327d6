import { LodeError } from "../../base/lode-error.ts";
import { boolOption, numberOption, type Options, textOption } from "../../formats/config/config.ts";
import type { CloudPlace } from "../cloud/cloud-url.ts";
import { certificates, timeoutMs } from "../http/http-settings.ts";
import type { ConnectionSettings } from "../http/make-agent.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { type AwsProfile, readAwsProfile } from "./aws-profile.ts";
import type { S3Endpoint } from "./bucket-url.ts";
import { type MultipartSettings, multipartSettings } from "./multipart-settings.ts";
import { type ObjectHeaders, objectHeaders } from "./object-headers.ts";
import { type CredentialSource, chooseCredentials } from "./s3-credentials.ts";
import { parseS3Url } from "./s3-place.ts";

/** How a bucket is talked to: DVC's options of remotes with a URL `s3://`, the environment and the profile of the user. */
export interface S3Settings {
  readonly place: CloudPlace;
  readonly endpoint: S3Endpoint;
  /** To begin with: a bucket in another one says so. */
  readonly region: string;
  readonly credentials: CredentialSource;
  readonly headers: ObjectHeaders;
  readonly multipart: MultipartSettings;
  /** How many requests at once. */
  readonly jobs: number;
  /** 0: no limit. */
  readonly connectTimeoutMs: number;
  /** How long the server may be silent; 0: no limit. */
  readonly readTimeoutMs: number;
  /** Proxies, and which servers are trusted. */
  readonly connection: ConnectionSettings;
}

/** DVC's and the AWS tools' number. */
const DEFAULT_TIMEOUT_S = 60;
/** Where nothing says a region: the one in which AWS answers for all buckets, and what other servers expect. */
const DEFAULT_REGION = "us-east-1";
/** A request waits for the network; so many keep two cores busy with a server on the same machine. */
const DEFAULT_JOBS = 32;

/**
 * Reads the options of a remote. Options win over the environment, which wins over the profile.
 *
 * @throws URL_INVALID, CONFIG_INVALID if options exclude one another, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND
 */
export function s3Settings(access: StorageAccess): S3Settings {
  const { url, options, env } = access;
  const profile = readAwsProfile(access);
  const region =
    textOption(options, "region") ??
    (env.AWS_REGION || env.AWS_DEFAULT_REGION || profile.settings.get("region") || DEFAULT_REGION);
  const seconds = (name: string): number => timeoutMs(numberOption(options, name) ?? DEFAULT_TIMEOUT_S);
  return {
    place: parseS3Url(url),
    endpoint: endpointOf(access, profile),
    region,
    credentials: chooseCredentials(access, profile, region),
    headers: objectHeaders(options),
    multipart: multipartSettings(profile.settings),
    jobs: wholeNumber(profile.settings.get("s3.max_concurrent_requests")) ?? DEFAULT_JOBS,
    connectTimeoutMs: seconds("connect_timeout"),
    readTimeoutMs: seconds("read_timeout"),
    connection: {
      proxyEnv: env,
      verifyCertificates: boolOption(options, "ssl_verify") ?? true,
      extraCertificates: certificates(certificatesPath(options, env, profile)),
    },
  };
}

function endpointOf({ options, env }: StorageAccess, { settings, services }: AwsProfile): S3Endpoint {
  const style = settings.get("s3.addressing_style") ?? "auto";
  if (style !== "auto" && style !== "path" && style !== "virtual") {
    throw new LodeError("CONFIG_INVALID", `Cannot use the setting 'addressing_style': '${style}' is no such style`, {
      hint: "Set it to auto, path or virtual in the configuration of the AWS tools.",
    });
  }
  const isOn = (name: string): boolean => settings.get(name)?.toLowerCase() === "true";
  const isConfigured = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() !== "true";
  const configured =
    env.AWS_ENDPOINT_URL_S3 ||
    env.AWS_ENDPOINT_URL ||
    services.get("s3.endpoint_url") ||
    settings.get("endpoint_url") ||
    undefined;
  const dualstack = isOn("s3.use_dualstack_endpoint") || isOn("use_dualstack_endpoint") ? "dualstack" : undefined;
  return {
    url: textOption(options, "endpointurl") ?? (isConfigured ? configured : undefined),
    usesTls: boolOption(options, "use_ssl") ?? true,
    style,
    variant: isOn("s3.use_accelerate_endpoint") ? "accelerate" : dualstack,
  };
}

function certificatesPath(options: Options, env: StorageAccess["env"], { settings }: AwsProfile): string | undefined {
  return textOption(options, "ssl_verify") ?? (env.AWS_CA_BUNDLE || settings.get("ca_bundle") || undefined);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
}
