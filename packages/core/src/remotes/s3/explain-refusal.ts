import type { S3Client } from "./s3-client.ts";
import type { S3Failure } from "./s3-failure.ts";
import type { S3Request } from "./s3-request.ts";

/** Says whether a server refused a request without a word why, as it does where it was HEAD. */
export function isUnexplained({ status, code }: S3Failure): boolean {
  return (status === 400 || status === 403) && code === "";
}

/**
 * Finds out why a server refused a HEAD, whose answers have no words: it is asked for the first byte, and tells of wrong keys,
 * sessions that have ended and missing permissions. What it refuses in another way then explains nothing.
 *
 * @throws STORAGE_UNREACHABLE, CREDENTIALS_MISSING, CANCELLED
 */
export async function explainRefusal(client: S3Client, request: S3Request, refused: S3Failure): Promise<S3Failure> {
  const headers = { ...request.headers, range: "bytes=0-0" };
  const result = await client.attempt({ ...request, method: "GET", headers });
  if ("failure" in result) return result.failure.status === refused.status ? result.failure : refused;
  result.answer.message.destroy();
  return refused;
}
