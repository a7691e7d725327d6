import { LodeError } from "../../base/lode-error.ts";
import { childText, type XmlElement } from "../../formats/xml/read-xml.ts";
import type { ListedPage } from "../cloud/listed-key.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { readXmlBody } from "../http/read-xml-body.ts";
import type { BlobProperties } from "./blob-file.ts";

/** One page of a listing of blobs. */
export interface BlobPage extends ListedPage<ListedBlob> {
  /** Where the next page begins; undefined after the last one. */
  readonly nextMarker: string | undefined;
}

interface ListedBlob extends BlobProperties {
  readonly name: string;
}

const ROOT = "EnumerationResults";

/**
 * Reads what "List Blobs" of Azure's REST API answers; of each element as it arrives only what is wanted is kept. Blobs that
 * stand for folders are left out.
 *
 * @throws STORAGE_REJECTED if it is something else, STORAGE_UNREACHABLE if it breaks off
 */
export async function readBlobList({ message }: HttpAnswer, request: HttpRequest): Promise<BlobPage> {
  const files: ListedBlob[] = [];
  const folders: string[] = [];
  let marker = "";
  const onChild = (element: XmlElement): void => {
    if (element.name === "BlobPrefix") folders.push(childText(element, "Name") ?? "");
    else if (element.name === "NextMarker") marker = element.text;
    else if (element.name === "Blob" && isFile(element)) files.push(blobOf(element));
  };
  const page = await readXmlBody(message, request, { containers: [ROOT, "Blobs"], onChild });
  if (page?.name !== ROOT) {
    throw new LodeError("STORAGE_REJECTED", "Cannot list the container: the answer is not Azure's", {
      hint: "Look whether the connection string leads to Azure Blob Storage.",
    });
  }
  return { files, folders, nextMarker: marker === "" ? undefined : marker };
}

/** Older versions are no files, nor is a blob that was deleted, of which no version is the current one. */
function isFile(blob: XmlElement): boolean {
  if (childText(blob, "VersionId") !== undefined && childText(blob, "IsCurrentVersion") !== "true") return false;
  const isDirectory = childText(child(blob, "Properties"), "ResourceType") === "directory";
  return !isDirectory && childText(child(blob, "Metadata"), "hdi_isfolder") !== "true";
}

function blobOf(blob: XmlElement): ListedBlob {
  const properties = child(blob, "Properties");
  const size = childText(properties, "Content-Length") ?? "";
  return {
    name: childText(blob, "Name") ?? "",
    sizeBytes: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    etag: childText(properties, "Etag"),
    modified: childText(properties, "Last-Modified"),
    versionId: childText(blob, "VersionId"),
  };
}

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((found) => found.name === name);
}
