import { hash } from "node:crypto";
import { childText, readXml, type XmlElement } from "../../formats/xml/read-xml.ts";
import { readBody } from "../http/open-body.ts";
import type { S3Client } from "./s3-client.ts";
import { failureError } from "./s3-failure.ts";
import type { S3Request } from "./s3-request.ts";

/** How many objects one request deletes. */
const BATCH_KEYS = 1000;

/**
 * Deletes objects of the bucket, a thousand with one request; where the server cannot do that, one by one.
 *
 * @throws what S3Client throws, for the first object that could not be deleted; others may be deleted then
 */
export async function removeKeys(client: S3Client, request: S3Request, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += BATCH_KEYS) {
    await removeBatch(client, request, keys.slice(at, at + BATCH_KEYS));
  }
}

async function removeBatch(client: S3Client, request: S3Request, keys: readonly string[]): Promise<void> {
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return await removeOne(client, request, only);
  const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`).join("");
  const body = Buffer.from(
    `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${objects}</Delete>`,
  );
  const headers = { "content-type": "application/xml", "content-md5": hash("md5", body, "base64") };
  const asked = { ...request, method: "POST", key: "", query: { delete: "" }, headers, body } as const;
  const result = await client.attempt(asked);
  if ("answer" in result) {
    const { answer } = result;
    return refuseErrors(readXml(String(await readBody(answer.message, answer.request))), asked);
  }
  if (result.failure.status !== 501) throw failureError(asked, result.failure);
  for (const key of keys) await removeOne(client, request, key);
}

async function removeOne(client: S3Client, request: S3Request, key: string): Promise<void> {
  const result = await client.attempt({ ...request, method: "DELETE", key });
  if ("answer" in result) result.answer.message.resume();
  else if (result.failure.status !== 404 || result.failure.code === "NoSuchBucket") {
    throw failureError(request, result.failure);
  }
}

function refuseErrors(answer: XmlElement | undefined, request: S3Request): void {
  const errors = answer?.children.filter(({ name }) => name === "Error") ?? [];
  const error = errors.find((element) => childText(element, "Code") !== "NoSuchKey");
  if (error === undefined) return;
  const code = childText(error, "Code") ?? "";
  const message = `${childText(error, "Message") ?? ""} (${childText(error, "Key") ?? ""})`;
  throw failureError(request, { status: STATUS_OF_CODE[code] ?? 200, code, message });
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = { AccessDenied: 403, InternalError: 500 };

function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"'\r\n]/g, (char) => `&#${char.charCodeAt(0)};`);
}
