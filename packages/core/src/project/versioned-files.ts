import type { Oid } from "../base/oid.ts";
import { parseOid } from "../base/oid.ts";
import type { EntryState, FileEntry } from "../formats/stage/output-entry.ts";
import type { VersionedFile } from "../remotes/storage/send-versions.ts";
import type { Output } from "./output.ts";

/** The version of a file that a remote was last told to have. */
export function recordedVersion({ cloud }: Pick<EntryState, "cloud">, remote: string): string | undefined {
  const record = cloud?.[remote];
  const version =
    typeof record === "object" && record !== null && "version_id" in record ? record.version_id : undefined;
  return typeof version === "string" && version !== "" ? version : undefined;
}

/** The files of an output as its metadata list them; none if it is a directory that was given as a whole. */
export function recordedFiles({ entry, location, oid }: Output, remote: string): readonly VersionedFile[] {
  if (location.kind !== "inside" || oid === undefined) return [];
  const { path } = location;
  if (entry.files === undefined) {
    return oid.endsWith(".dir") ? [] : [{ oid, key: path, versionId: recordedVersion(entry, remote) }];
  }
  return entry.files.flatMap((file) => {
    const fileOid = oidOf(file);
    if (fileOid === undefined) return [];
    return [{ oid: fileOid, key: `${path}/${file.relpath}`, versionId: recordedVersion(file, remote) }];
  });
}

/** The object of a file of a directory. */
export function oidOf({ checksum, otherChecksums }: FileEntry): Oid | undefined {
  const md5 = checksum?.key === "md5" ? checksum.value : otherChecksums?.md5;
  return md5 === undefined ? undefined : parseOid(md5);
}
