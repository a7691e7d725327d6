import { LodeError } from "../../base/lode-error.ts";
import { parseVersionRange } from "../gto/version-range.ts";
import { listOf, mapOf } from "../schema/composite-schemas.ts";
import { flagField, listField, textField } from "../schema/read-fields.ts";
import { anything, expect, flag, text } from "../schema/scalar-schemas.ts";
import { isYamlMap, type YamlMap, type YamlValue, yamlMap } from "../yaml/yaml-value.ts";

/**
 * What Lode remembers of an import beside DVC's own fields. It is in the file's `meta`, which DVC accepts, keeps, and
 * leaves out of the stage's checksum:
 *
 *     meta:
 *       lode:
 *         rev: cats@^1.2
 *         include: ['*.jpg']
 */
export interface ImportNotes {
  /** The versions that the import follows; `rev` of the dependency is then the tag of the one that it has. */
  readonly rev?: string;
  /** Patterns of the files of a directory that are imported. Absent: all. */
  readonly include?: readonly string[];
  /** Patterns of the files that are left out. */
  readonly exclude?: readonly string[];
  /** True: the data is pushed to the project's own remote. */
  readonly store?: boolean;
}

const KEY = "lode";

const KNOWN: ReadonlySet<YamlValue> = new Set(["rev", "include", "exclude", "store"]);

const notesSchema = mapOf({
  keys: {
    rev: expect(
      "not a range of versions",
      (value) => typeof value === "string" && parseVersionRange(value) !== undefined,
    ),
    include: listOf(text),
    exclude: listOf(text),
    store: flag,
  },
  others: anything,
});

/**
 * Reads the notes out of the `meta` of a `.dvc` file; keys that are not known are passed over.
 *
 * @throws DVC_FILE_INVALID if one has the wrong form
 */
export function readImportNotes(meta: YamlValue | undefined, fileName: string): ImportNotes {
  const notes = isYamlMap(meta) ? meta.get(KEY) : undefined;
  if (notes === undefined) return {};
  const [issue] = notesSchema(notes, ["meta", KEY]);
  if (issue !== undefined) throw invalid(fileName, `${issue.message}, in ${issue.path.map(String).join(" -> ")}`);
  return isYamlMap(notes) ? notesOf(notes) : {};
}

function notesOf(notes: YamlMap): ImportNotes {
  const rev = textField(notes, "rev");
  return {
    ...(rev !== undefined && { rev }),
    ...(notes.has("include") && { include: textsField(notes, "include") }),
    ...(notes.has("exclude") && { exclude: textsField(notes, "exclude") }),
    ...(flagField(notes, "store") && { store: true }),
  };
}

function textsField(notes: YamlMap, key: string): readonly string[] {
  return listField(notes, key).filter((value) => typeof value === "string");
}

/**
 * Puts the notes into a `meta`, in place of those that are there; what else is in it, also under their key, stays.
 *
 * @returns undefined if nothing is left
 * @throws DVC_FILE_INVALID if there are notes, and the `meta` is something else than a mapping
 */
export function writeImportNotes(
  meta: YamlValue | undefined,
  { rev, include, exclude, store }: ImportNotes,
  fileName: string,
): YamlValue | undefined {
  const fields = yamlMap({ rev, include, exclude, store: store || undefined });
  const notes = new Map([...fields, ...unknownNotes(meta)]);
  if (!isYamlMap(meta)) {
    if (notes.size === 0) return meta;
    if (meta !== undefined && meta !== null) throw invalid(fileName, "it is not a mapping, which this import needs");
  }
  const kept = new Map(isYamlMap(meta) ? meta : []);
  if (notes.size > 0) kept.set(KEY, notes);
  else kept.delete(KEY);
  return kept.size === 0 ? undefined : kept;
}

function unknownNotes(meta: YamlValue | undefined): YamlMap {
  const notes = isYamlMap(meta) ? meta.get(KEY) : undefined;
  return new Map(isYamlMap(notes) ? [...notes].filter(([key]) => !KNOWN.has(key)) : []);
}

function invalid(fileName: string, reason: string): LodeError {
  return new LodeError("DVC_FILE_INVALID", `Cannot use 'meta' of '${fileName}': ${reason}`, {
    details: { file: fileName },
  });
}
