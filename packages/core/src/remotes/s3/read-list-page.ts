import { LodeError } from "../../base/lode-error.ts";
import { childText, type XmlElement } from "../../formats/xml/read-xml.ts";
import { keyBelow, listedFile, listedFolder } from "../cloud/listed-key.ts";
import { readXmlBody } from "../http/read-xml-body.ts";
import type { StorageEntry, StorageFile } from "../storage/remote-storage.ts";
import type { S3Answer } from "./s3-client.ts";
import { describeObject, versionOf } from "./s3-file.ts";

/** A page of a listing. */
export interface ListPage {
  /** In the order of the server; to be taken once, and not kept after that. @throws PATH_HOSTILE if a key cannot be a path */
  readonly entries: Iterable<StorageEntry>;
  /** The parameters that say where the next page begins; undefined after the last one. */
  readonly next: Readonly<Record<string, string>> | undefined;
}

/** What was asked for. */
export interface ListedPart {
  /** What is cut off from each key. */
  readonly prefix: string;
  /** Whether all versions were asked for. */
  readonly versions: boolean;
}

/** A file, or a folder if nothing is said of it. */
interface ListedEntry {
  /** As the server sent it; whether it is escaped may come after all of them. */
  readonly name: string;
  readonly file: Omit<StorageFile, "key"> | undefined;
}

/**
 * Reads an answer of ListObjectsV2 or ListObjectVersions. Of each element as it arrives only what tells of a file or a
 * folder is kept: many pages are read at once, and a whole one as a tree takes a megabyte.
 *
 * @throws STORAGE_REJECTED if it is something else, STORAGE_UNREACHABLE if it breaks off
 */
export async function readListPage({ message, request }: S3Answer, part: ListedPart): Promise<ListPage> {
  const root = part.versions ? "ListVersionsResult" : "ListBucketResult";
  const listed: ListedEntry[] = [];
  const facts = new Map<string, string>();
  const onChild = (element: XmlElement): void => {
    const entry = entryOf(element);
    if (entry !== undefined) listed.push(entry);
    else if (element.children.length === 0) facts.set(element.name, element.text);
  };
  const page = await readXmlBody(message, request, { containers: [root], onChild });
  if (page?.name !== root) throw notListing(request.shown ?? request.url.href);
  const keyOf = facts.get("EncodingType") === "url" ? decodeKey : (text: string) => text;
  const isLast = facts.get("IsTruncated") !== "true";
  return {
    entries: entriesBelow(part.prefix, listed, keyOf),
    next: isLast ? undefined : part.versions ? nextVersions(facts, keyOf) : nextObjects(facts),
  };
}

function nextObjects(facts: ReadonlyMap<string, string>): ListPage["next"] {
  const token = facts.get("NextContinuationToken");
  return token === undefined ? undefined : { "continuation-token": token };
}

function nextVersions(facts: ReadonlyMap<string, string>, keyOf: (text: string) => string): ListPage["next"] {
  const key = facts.get("NextKeyMarker");
  if (key === undefined) return undefined;
  const version = facts.get("NextVersionIdMarker") ?? "";
  return { "key-marker": keyOf(key), ...(version !== "" && { "version-id-marker": version }) };
}

function* entriesBelow(
  prefix: string,
  listed: ListedEntry[],
  keyOf: (text: string) => string,
): Generator<StorageEntry> {
  listed.reverse();
  // What a generator that has waited long refers to stays until a full collection, which comes late.
  for (let entry = listed.pop(); entry !== undefined; entry = listed.pop()) {
    const { name, file } = entry;
    const below = keyBelow(prefix, keyOf(name));
    const key = file === undefined ? listedFolder(below) : listedFile(below);
    if (key !== undefined) yield file === undefined ? { kind: "folder", key } : { kind: "file", ...file, key };
  }
}

/** Older versions, and marks of deletions, are no files. */
function entryOf(element: XmlElement): ListedEntry | undefined {
  const { name } = element;
  if (name === "CommonPrefixes") return { name: childText(element, "Prefix") ?? "", file: undefined };
  const isFile = name === "Contents" || (name === "Version" && childText(element, "IsLatest") === "true");
  return isFile ? { name: childText(element, "Key") ?? "", file: fileOf(element) } : undefined;
}

function fileOf(element: XmlElement): Omit<StorageFile, "key"> {
  const size = childText(element, "Size") ?? "";
  const modifiedMs = Date.parse(childText(element, "LastModified") ?? "");
  const { key: _, ...described } = describeObject("", childText(element, "ETag"));
  return {
    ...described,
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
