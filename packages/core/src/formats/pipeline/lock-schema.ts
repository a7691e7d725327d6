import { listOf, mapOf, oneOf } from "../schema/composite-schemas.ts";
import { anyList, anyMap, anything, expect, text } from "../schema/scalar-schemas.ts";
import type { Schema } from "../schema/schema.ts";
import { stateKeys } from "../stage/entry-schema.ts";

const entry = mapOf({ keys: { ...stateKeys, dataset: anyMap }, required: ["path"] });

const stage = mapOf({
  keys: {
    cmd: oneOf(text, anyList),
    deps: listOf(entry),
    params: mapOf({ others: mapOf({ others: anything }) }),
    outs: listOf(entry),
  },
  required: ["cmd"],
});

/** What DVC 3 accepts as `dvc.lock`. */
export const lockSchema: Schema = mapOf({
  keys: {
    schema: expect("invalid schema version", (value) => value === "2.0"),
    datasets: anything,
    stages: mapOf({ others: stage }),
  },
  required: ["schema"],
});
