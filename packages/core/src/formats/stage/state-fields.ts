import { compareCodePoints } from "../../base/code-point-order.ts";
import { yamlRecord } from "../schema/plain-record.ts";
import { isTruthy } from "../schema/read-fields.ts";
import { type YamlMap, type YamlValue, yamlMap } from "../yaml/yaml-value.ts";
import { checksumKeys, isReference } from "./checksum-keys.ts";
import type { EntryState, FileEntry } from "./output-entry.ts";

/** Fields of a mapping in the order of writing; undefined ones are left out. */
export type Fields = Readonly<Record<string, YamlValue | undefined>>;

/**
 * Lists the fields of an entry's content, in DVC's order: the checksum by which its kind of storage knows it, size,
 * count, and what else remotes know of it.
 *
 * @param path the path of the entry
 */
export function contentFields(state: Omit<EntryState, "files" | "hash">, path: string): Fields {
  const { checksum, otherChecksums, cloud, nfiles } = state;
  const known = { ...otherChecksums, ...(checksum !== undefined && { [checksum.key]: checksum.value }) };
  const isOwnKind = checksum?.key === checksumKeys(path)[0] || isReference(path);
  const isLeading = isOwnKind || (checksum?.key === "md5" && isTruthy(nfiles));
  return {
    ...(checksum !== undefined && isLeading && { [checksum.key]: checksum.value }),
    size: state.size,
    nfiles,
    isexec: state.isexec === true ? true : undefined,
    version_id: state.versionId,
    etag: known.etag,
    checksum: known.checksum,
    md5: known.md5,
    cloud: cloud === undefined ? undefined : yamlRecord(cloud),
  };
}

/** Lists the files of the directory at a path by their own paths, each as a mapping. */
export function fileMaps(files: readonly FileEntry[], path: string): readonly YamlMap[] {
  return files
    .toSorted((a, b) => compareCodePoints(a.relpath, b.relpath))
    .map(({ relpath, ...state }) => yamlMap({ relpath, ...contentFields(state, path) }));
}
