import { hash } from "node:crypto";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { pythonJsonString } from "../../formats/json/python-json.ts";
import type { EntryState, FileEntry } from "../../formats/stage/output-entry.ts";
import { makeHasher } from "../../hash/md5.ts";
import { runAtOnce } from "../../remotes/run-at-once.ts";
import type { StorageChecksum, StorageFile } from "../../remotes/storage/remote-storage.ts";
import type { FoundAtUrl } from "../../remotes/storage/url-files.ts";
import type { StoragePlace } from "./url-place.ts";

/** The checksum by which metadata know a file: what its storage gives, or the MD5 of its content. */
export type FileChecksum = StorageChecksum | { readonly key: "md5"; readonly value: string };

/**
 * What metadata are to say of data in storage over a network. Files of which the storage gives no checksum are read.
 *
 * @throws FILE_CHANGED if a file is gone by now, and what the storage throws
 */
export async function storageState(place: StoragePlace, found: FoundAtUrl, run: RunContext): Promise<EntryState> {
  if (found.kind === "file") {
    return fileState(place, found.file, found.file.checksum ?? (await contentChecksum(place, found.file, run)));
  }
  const { files } = found;
  const hashed = new Map<string, FileChecksum>();
  const unknown = files.filter(({ checksum }) => checksum === undefined);
  await runAtOnce(unknown, await place.files.jobs(), async (file) => {
    hashed.set(file.key, await contentChecksum(place, file, run));
  });
  return dirState(place, files, ({ key, checksum }) => checksum ?? hashed.get(key) ?? { key: "md5", value: "" });
}

/** What metadata say of a single file. */
export function fileState({ followsVersions }: StoragePlace, file: StorageFile, checksum: FileChecksum): EntryState {
  const { key, value } = checksum;
  const { sizeBytes } = file;
  const always = "versionId" in checksum ? checksum.versionId : undefined;
  const versionId = followsVersions ? file.versionId : always;
  return {
    checksum: { key, value },
    ...(sizeBytes !== undefined && { size: sizeBytes }),
    ...(versionId !== undefined && { versionId }),
    hash: "md5",
  };
}

/**
 * What metadata say of a directory: as DVC does it, each file with its version, or the MD5 of a listing of the checksums,
 * whatever kind they are of.
 *
 * @param files in the order of their keys
 */
export function dirState(
  { followsVersions }: StoragePlace,
  files: readonly StorageFile[],
  checksumOf: (file: StorageFile) => FileChecksum,
): EntryState {
  if (followsVersions) return { files: files.map((file) => fileEntry(file, checksumOf(file))), hash: "md5" };
  const entries = files.map((file) => {
    const checksum = checksumOf(file);
    return `{"${checksum.key}": ${pythonJsonString(checksum.value)}, "relpath": ${pythonJsonString(file.key)}}`;
  });
  return {
    checksum: { key: "md5", value: `${hash("md5", `[${entries.join(", ")}]`)}.dir` },
    size: files.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0),
    nfiles: files.length,
    hash: "md5",
  };
}

function fileEntry({ key: relpath, sizeBytes, versionId }: StorageFile, { key, value }: FileChecksum): FileEntry {
  return {
    relpath,
    checksum: { key, value },
    ...(sizeBytes !== undefined && { size: sizeBytes }),
    ...(versionId !== undefined && { versionId }),
  };
}

/** What tells a state from another: the checksum; of a directory with versions, the paths and checksums of its files. */
export function stateDigest({ checksum, files }: EntryState): string | undefined {
  if (files === undefined) return checksum?.value;
  return hash("md5", JSON.stringify(files.map((file) => [file.relpath, file.checksum?.value])));
}

async function contentChecksum(place: StoragePlace, file: StorageFile, run: RunContext): Promise<FileChecksum> {
  return { key: "md5", value: await contentMd5(place, file, run) };
}

/** Reads a file for its MD5. @throws FILE_CHANGED if it is gone, and what the storage throws */
export async function contentMd5(place: StoragePlace, file: StorageFile, run: RunContext): Promise<string> {
  const hashed = await place.files.read(
    file,
    async (incoming) => {
      const hasher = makeHasher("md5");
      for await (const chunk of incoming.stream()) hasher.update(chunk);
      return hasher.digest();
    },
    run,
  );
  if (hashed === undefined) throw fileGone(place, file);
  return hashed;
}

/** The error for a file that was there a moment ago, or for a recorded version that is no longer there. */
export function fileGone(place: StoragePlace, file: StorageFile): LodeError {
  const { versionId } = file;
  if (place.followsVersions && versionId !== undefined) {
    const name = nameOf(place, file);
    return new LodeError("URL_MISSING", `Cannot read '${name}': its version '${versionId}' is not there any more`, {
      hint: "Take the newest with `lode update`.",
      details: { url: name, version: versionId },
    });
  }
  return unsteady(place, file, "it was removed in this moment");
}

/** The error for a file that was another one a moment ago. */
export function fileChanged(place: StoragePlace, file: StorageFile): LodeError {
  return unsteady(place, file, "it changed in this moment");
}

function nameOf({ url }: StoragePlace, { key }: StorageFile): string {
  return key === "" ? redactUrl(url) : `${redactUrl(url)}/${key}`;
}

function unsteady(place: StoragePlace, file: StorageFile, state: string): LodeError {
  const name = nameOf(place, file);
  return new LodeError("FILE_CHANGED", `Cannot read '${name}': ${state}`, {
    hint: "Run the command again.",
    details: { url: name },
  });
}
