import { parseHttpUrl } from "../http/parse-http-url.ts";

/** What decides where a bucket is reached. */
export interface S3Endpoint {
  /** A server that is not Amazon's; its scheme says whether TLS is used. */
  readonly url?: string | undefined;
  /** Whether TLS is used for Amazon's servers. */
  readonly usesTls: boolean;
  /** Where the bucket's name goes: into the path, or before the name of the host. `auto`: what the server knows. */
  readonly style: "auto" | "path" | "virtual";
  /** Whether Amazon's edge locations are used, or servers that have IPv6 addresses, too. */
  readonly variant?: "accelerate" | "dualstack" | undefined;
}

/**
 * The URL of a bucket, with a slash at the end: what follows is a key.
 *
 * Source: "Virtual hosting of buckets" of the Amazon S3 user guide. As in the AWS tools, a server that is named gets the
 * bucket in the path unless the profile says otherwise.
 *
 * @throws URL_INVALID
 */
export function bucketUrl(bucket: string, region: string, endpoint: S3Endpoint): URL {
  const base = parseHttpUrl(endpoint.url ?? amazonUrl(region, endpoint));
  const isVirtual = endpoint.style === "virtual" || (endpoint.style === "auto" && endpoint.url === undefined);
  const url = new URL(base.origin);
  const path = base.pathname.replace(/\/+$/, "");
  // A certificate for `*.host` does not fit a name with a dot.
  if (isVirtual && isHostName(bucket) && !(url.protocol === "https:" && bucket.includes("."))) {
    url.host = `${bucket}.${base.host}`;
    url.pathname = `${path}/`;
  } else url.pathname = `${path}/${bucket}/`;
  return url;
}

function amazonUrl(region: string, { usesTls, variant }: S3Endpoint): string {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const names = { accelerate: "s3-accelerate", dualstack: `s3.dualstack.${region}` };
  const name = variant === undefined ? `s3.${region}` : names[variant];
  return `${usesTls ? "https" : "http"}://${name}.${domain}`;
}

function isHostName(bucket: string): boolean {
  return /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(bucket) && !/\.\.|\.-|-\.|^\d+\.\d+\.\d+\.\d+$/.test(bucket);
}
