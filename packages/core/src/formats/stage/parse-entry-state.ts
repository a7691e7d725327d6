import { isRelPath } from "../../base/rel-path.ts";
import { type CheckedFile, invalidFile } from "../schema/read-checked.ts";
import { filledTextField, flagField, integerField, listField, mapField, textField } from "../schema/read-fields.ts";
import type { SchemaPath } from "../schema/schema.ts";
import { isYamlMap, type YamlMap } from "../yaml/yaml-value.ts";
import { checksumKeys } from "./checksum-keys.ts";
import { directoryState } from "./directory-state.ts";
import type { ChecksumKey, EntryState, FileEntry } from "./output-entry.ts";

/** Where an entry stands, for errors. */
export interface EntryPlace {
  readonly file: CheckedFile;
  readonly path: SchemaPath;
}

/**
 * Reads the recorded state of an entry that has passed its schema.
 *
 * What `cloud` tells of a remote lies over the entry's own fields, and the checksum, size and count of a directory
 * that is given file by file are worked out from its files, as in DVC.
 *
 * @param entryPath the path of the entry: it decides which of several checksums counts
 * @throws ENTRY_UNUSABLE if a checksum is a number, DVC_FILE_INVALID if a path of `files` is hostile or occurs twice
 */
export function parseEntryState(map: YamlMap, entryPath: string, place: EntryPlace): EntryState {
  const files = listField(map, "files").map((item, index) =>
    parseFileEntry(isYamlMap(item) ? item : new Map(), entryPath, {
      file: place.file,
      path: [...place.path, "files", index],
    }),
  );
  refuseDuplicates(files, place);
  const nfiles = integerField(mergeCloud(map), "nfiles");
  const hash = textField(map, "hash");
  return {
    ...parseContent(map, entryPath, place),
    ...(nfiles !== undefined && { nfiles }),
    ...(hash !== undefined && { hash }),
    ...(files.length > 0 && directoryState(files)),
  };
}

function parseFileEntry(map: YamlMap, entryPath: string, place: EntryPlace): FileEntry {
  const relpath = textField(map, "relpath") ?? "";
  if (!isRelPath(relpath)) {
    throw invalidFile(place.file, [{ message: "path leaves its folder", path: [...place.path, "relpath"] }]);
  }
  return { relpath, ...parseContent(map, entryPath, place) };
}

function refuseDuplicates(files: readonly FileEntry[], { file, path }: EntryPlace): void {
  const seen = new Set<string>();
  for (const [index, { relpath }] of files.entries()) {
    if (seen.has(relpath)) {
      throw invalidFile(file, [{ message: `duplicate path '${relpath}'`, path: [...path, "files", index] }]);
    }
    seen.add(relpath);
  }
}

type ContentState = Omit<EntryState, "files" | "nfiles" | "hash">;

function parseContent(map: YamlMap, entryPath: string, place: EntryPlace): ContentState {
  const fields = mergeCloud(map);
  const cloud = parseCloud(map, fields);
  const size = integerField(fields, "size");
  const versionId = cloud === undefined ? filledTextField(fields, "version_id") : undefined;
  return {
    ...parseChecksums(fields, { keys: checksumKeys(entryPath), inCloud: cloud !== undefined }, place),
    ...(size !== undefined && { size }),
    ...(flagField(fields, "isexec") === true && { isexec: true }),
    ...(versionId !== undefined && { versionId }),
    ...(cloud !== undefined && { cloud }),
  };
}

function mergeCloud(map: YamlMap): YamlMap {
  const recorded = mapField(map, "cloud")?.values().next().value;
  return isYamlMap(recorded) ? new Map([...map, ...recorded]) : map;
}

const CLOUD_KEYS = ["etag", "checksum", "version_id"] as const;

function parseCloud(map: YamlMap, fields: YamlMap): Readonly<Record<string, unknown>> | undefined {
  const remote = mapField(map, "cloud")?.keys().next().value;
  if (typeof remote !== "string" || remote === "") return undefined;
  const known = CLOUD_KEYS.map((key) => [key, filledTextField(fields, key)] as const);
  const recorded = known.filter(([, value]) => value !== undefined);
  return recorded.length === 0 ? undefined : { [remote]: Object.fromEntries(recorded) };
}

interface ChecksumRule {
  readonly keys: readonly ChecksumKey[];
  /** Whether etag and checksum belong to the cloud's record. */
  readonly inCloud: boolean;
}

function parseChecksums(
  fields: YamlMap,
  { keys, inCloud }: ChecksumRule,
  place: EntryPlace,
): Pick<EntryState, "checksum" | "otherChecksums"> {
  const found: { key: ChecksumKey; value: string }[] = [];
  for (const key of keys) {
    const value = fields.get(key);
    if (value === undefined || value === null || value === "") continue;
    if (typeof value !== "string") {
      const issue = { message: "checksum is a number: put it in quotes", path: [...place.path, key] };
      throw invalidFile(place.file, [issue], "ENTRY_UNUSABLE");
    }
    if (!inCloud || key === "md5") found.push({ key, value });
  }
  const [checksum, ...others] = found;
  return {
    ...(checksum !== undefined && { checksum }),
    ...(others.length > 0 && { otherChecksums: Object.fromEntries(others.map(({ key, value }) => [key, value])) }),
  };
}
