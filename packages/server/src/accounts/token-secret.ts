import { createHash, randomBytes } from "node:crypto";

const PREFIX = "lode_";

/** Makes the secret of a new token: 256 random bits behind a prefix by which scanners of leaked secrets find it. */
export function newTokenSecret(): string {
  return `${PREFIX}${randomBytes(32).toString("base64url")}`;
}

/** What is stored in place of a secret: nobody can find 256 random bits from their SHA-256. */
export function hashTokenSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
