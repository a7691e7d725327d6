import { LodeError } from "../../base/lode-error.ts";
import { childText, readXml, type XmlElement } from "../../formats/xml/read-xml.ts";
import type { ListedPage } from "../cloud/listed-key.ts";
import type { BlobProperties } from "./blob-file.ts";

/** One page of a listing of blobs. */
export interface BlobPage extends ListedPage<ListedBlob> {
  /** Where the next page begins; undefined after the last one. */
  readonly nextMarker: string | undefined;
}

interface ListedBlob extends BlobProperties {
  readonly name: string;
}

/**
 * Reads what "List Blobs" of Azure's REST API answers. Blobs that stand for folders are left out.
 *
 * @throws STORAGE_REJECTED if it is something else
 */
export function parseBlobList(text: string): BlobPage {
  const page = readXml(text.replace(/^\uFEFF/, ""));
  if (page?.name !== "EnumerationResults") {
    throw new LodeError("STORAGE_REJECTED", "Cannot list the container: the answer is not Azure's", {
      hint: "Look whether the connection string leads to Azure Blob Storage.",
    });
  }
  const entries = child(page, "Blobs")?.children ?? [];
  const marker = childText(page, "NextMarker") ?? "";
  return {
    files: entries
      .filter(({ name }) => name === "Blob")
      .filter(isFile)
      .map(blobOf),
    folders: entries.filter(({ name }) => name === "BlobPrefix").map((entry) => childText(entry, "Name") ?? ""),
    nextMarker: marker === "" ? undefined : marker,
  };
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
