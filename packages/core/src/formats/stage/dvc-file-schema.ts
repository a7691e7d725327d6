import { listOf, mapOf, oneOf } from "../schema/composite-schemas.ts";
import { anyMap, anything, checksum, flag, nothing, text } from "../schema/scalar-schemas.ts";
import type { Schema } from "../schema/schema.ts";
import { annotationKeys, stateKeys } from "./entry-schema.ts";

const repo = mapOf({
  keys: { url: text, rev: text, rev_lock: text, config: oneOf(text, anyMap), remote: oneOf(text, anyMap) },
  required: ["url"],
});

const db = mapOf({ keys: { query: text, connection: text, file_format: text, table: text } });

const dependency = mapOf({ keys: { ...stateKeys, persist: flag, repo, db, fs_config: anyMap } });

const output = mapOf({
  keys: { ...stateKeys, ...annotationKeys, persist: flag, cache: flag, remote: text, push: flag, fs_config: anyMap },
});

/** What DVC 3 accepts as a `.dvc` file. `locked` is the old name of `frozen`; `cmd` ended with DVC 2. */
export const dvcFileSchema: Schema = mapOf({
  keys: {
    md5: checksum,
    wdir: oneOf(text, nothing),
    deps: oneOf(listOf(dependency), nothing),
    outs: oneOf(listOf(output), nothing),
    locked: flag,
    frozen: flag,
    meta: anything,
    always_changed: flag,
    desc: text,
  },
});
