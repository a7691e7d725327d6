import { allOf, listOf, type MapShape, mapOf } from "../schema/composite-schemas.ts";
import { anything, checksum, expect, flag, integer, text } from "../schema/scalar-schemas.ts";
import type { Schema } from "../schema/schema.ts";
import { isYamlMap } from "../yaml/yaml-value.ts";

type Keys = NonNullable<MapShape["keys"]>;

/** The three checksums, and what is recorded beside them. */
const contentKeys: Keys = {
  md5: checksum,
  checksum,
  etag: checksum,
  size: integer,
  nfiles: integer,
  isexec: flag,
  version_id: text,
};

const cloud: Schema = allOf(
  mapOf({ others: mapOf({ keys: contentKeys }) }),
  expect("length of value must be at most 1", (value) => isYamlMap(value) && value.size <= 1),
);

const files: Schema = listOf(mapOf({ keys: { ...contentKeys, relpath: text, cloud }, required: ["relpath"] }));

/** The keys by which an entry records a state, in `.dvc` files and in `dvc.lock` alike. */
export const stateKeys: Keys = { ...contentKeys, path: text, cloud, files, hash: text };

/** The keys that describe an output to people. */
export const annotationKeys: Keys = { desc: text, type: text, labels: listOf(text), meta: anything };
