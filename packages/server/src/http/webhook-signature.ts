import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";

/** What a host that sends webhooks may send at most: GitHub's own limit. */
const BODY_MAX_BYTES = 25 * 1024 * 1024;

/**
 * Reads the body of a webhook, keeping nothing of it, and says whether it comes from somebody who knows the secret: by the
 * HMAC-SHA256 of the body (`X-Hub-Signature-256` of GitHub, Gitea and Forgejo; `X-Hub-Signature` of Bitbucket), or by the
 * secret itself (`X-Gitlab-Token` of GitLab). Takes as long whichever it is that is wrong.
 *
 * @param secret undefined: there is none, and nobody knows it
 */
export async function isSignedWebhook(
  body: Readable,
  headers: IncomingHttpHeaders,
  secret: string | undefined,
): Promise<boolean> {
  const hmac = createHmac("sha256", secret ?? "none");
  let bytes = 0;
  for await (const chunk of body) {
    bytes += Buffer.byteLength(chunk);
    if (bytes > BODY_MAX_BYTES) return false;
    hmac.update(chunk);
  }
  const signature = first(headers["x-hub-signature-256"]) ?? first(headers["x-hub-signature"]) ?? "";
  const isSigned = equal(signature, `sha256=${hmac.digest("hex")}`);
  const isToken = equal(first(headers["x-gitlab-token"]) ?? "", secret ?? "none");
  return secret !== undefined && (isSigned || isToken);
}

function first(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === "string" ? header : header?.[0];
}

/** Compares in a time that tells nothing. */
function equal(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
