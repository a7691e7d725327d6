import { LodeError } from "../../base/lode-error.ts";
import { childText, readXml, type XmlElement } from "../../formats/xml/read-xml.ts";
import { keyBelow, listedFile, listedFolder } from "../cloud/listed-key.ts";
import { readBody } from "../http/open-body.ts";
import type { ListOptions, StorageEntry } from "../storage/remote-storage.ts";
import type { S3Client } from "./s3-client.ts";
import { describeObject, versionOf } from "./s3-file.ts";
import type { S3Request } from "./s3-request.ts";

/** How many keys one request lists. */
export const PAGE_FILES = 1000;

/**
 * Lists what is below a prefix of the bucket, page after page. Objects whose keys end in a slash stand for folders and are
 * no files.
 *
 * @param request says where the folder is: its key, with a slash at the end unless it is empty, is cut off from what is listed
 * @throws PATH_HOSTILE if a key cannot be a path, and what S3Client throws
 */
export async function* listKeys(
  client: S3Client,
  { key: prefix, ...request }: S3Request,
  { recursive, versions = false }: ListOptions,
): AsyncGenerator<StorageEntry> {
  const query = {
    ...(versions ? { versions: "" } : { "list-type": "2" }),
    "encoding-type": "url",
    "max-keys": String(PAGE_FILES),
    prefix,
    ...(!recursive && { delimiter: "/" }),
  };
  for (let more: PageStart | undefined = {}; more !== undefined; ) {
    const answer = await client.send({ ...request, key: "", query: { ...query, ...more } });
    const page = readXml(String(await readBody(answer.message, answer.request)));
    if (page?.name !== (versions ? "ListVersionsResult" : "ListBucketResult")) throw notListing(request.shown);
    yield* entriesOf(page, prefix);
    more = childText(page, "IsTruncated") === "true" ? nextPage(page, versions) : undefined;
  }
}

/** Parameters that say where a page begins. */
type PageStart = Readonly<Record<string, string>>;

function nextPage(page: XmlElement, versions: boolean): PageStart | undefined {
  if (!versions) {
    const token = childText(page, "NextContinuationToken");
    return token === undefined ? undefined : { "continuation-token": token };
  }
  const key = childText(page, "NextKeyMarker");
  if (key === undefined) return undefined;
  const isEscaped = childText(page, "EncodingType") === "url";
  const version = childText(page, "NextVersionIdMarker") ?? "";
  return { "key-marker": isEscaped ? decodeKey(key) : key, ...(version !== "" && { "version-id-marker": version }) };
}

function* entriesOf(page: XmlElement, prefix: string): Generator<StorageEntry> {
  const isEscaped = childText(page, "EncodingType") === "url";
  const keyOf = (element: XmlElement, name: string): string => {
    const text = childText(element, name) ?? "";
    return keyBelow(prefix, isEscaped ? decodeKey(text) : text);
  };
  for (const element of page.children) {
    const entry = isFile(element) ? fileOf(keyOf(element, "Key"), element) : undefined;
    const folder = element.name === "CommonPrefixes" ? folderOf(keyOf(element, "Prefix")) : undefined;
    if (entry !== undefined) yield entry;
    if (folder !== undefined) yield folder;
  }
}

/** Older versions, and marks of deletions, are no files. */
function isFile(element: XmlElement): boolean {
  return element.name === "Contents" || (element.name === "Version" && childText(element, "IsLatest") === "true");
}

function folderOf(prefix: string): StorageEntry | undefined {
  const key = listedFolder(prefix);
  return key === undefined ? undefined : { kind: "folder", key };
}

function fileOf(name: string, element: XmlElement): StorageEntry | undefined {
  const key = listedFile(name);
  if (key === undefined) return undefined;
  const size = childText(element, "Size") ?? "";
  const modifiedMs = Date.parse(childText(element, "LastModified") ?? "");
  return {
    kind: "file",
    ...describeObject(key, childText(element, "ETag")),
    sizeBytes: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    versionId: versionOf(childText(element, "VersionId")),
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
  };
}

/** A blank may come as `+`. */
function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function notListing(shown: string): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot list '${shown}': the answer is not S3's`, {
    hint: "Look whether `endpointurl` is the URL of a server that speaks S3's protocol.",
    details: { url: shown },
  });
}
