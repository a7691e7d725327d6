import type { EntryState } from "../../formats/stage/output-entry.ts";
import type { StorageFile } from "../../remotes/storage/remote-storage.ts";
import type { FoundAtUrl } from "../../remotes/storage/url-files.ts";

/** The versions of data in storage that metadata record; undefined if they do not record one of every file. */
export function recordedAtUrl(state: EntryState): FoundAtUrl | undefined {
  if (state.files === undefined) {
    const file = recordedFile("", state);
    return file && { kind: "file", file };
  }
  const files = state.files.flatMap((file) => recordedFile(file.relpath, file) ?? []);
  return files.length === state.files.length ? { kind: "dir", files } : undefined;
}

/** An `md5` is one of the content, and none that the storage gives. */
function recordedFile(key: string, { size, versionId, checksum }: RecordedState): StorageFile | undefined {
  if (versionId === undefined) return undefined;
  const known = checksum === undefined || checksum.key === "md5" ? undefined : { ...checksum, key: checksum.key };
  return { key, sizeBytes: size, versionId, checksum: known };
}

type RecordedState = Pick<EntryState, "size" | "versionId" | "checksum">;
