import { hash } from "node:crypto";
import type { StorageFile } from "../storage/remote-storage.ts";
import type { S3Client } from "./s3-client.ts";
import { describeObject, versionOf } from "./s3-file.ts";
import type { S3Request } from "./s3-request.ts";

/** Creates an object with one request. */
export async function putObject(client: S3Client, request: S3Request, bytes: Buffer): Promise<StorageFile> {
  const headers = { ...client.settings.headers.create, "content-md5": hash("md5", bytes, "base64") };
  const { message } = await client.send({ ...request, method: "PUT", headers, body: bytes });
  message.resume();
  return {
    ...describeObject("", message.headers.etag),
    sizeBytes: bytes.length,
    versionId: versionOf(message.headers["x-amz-version-id"]),
  };
}
