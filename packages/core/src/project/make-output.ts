import { type HashName, type Oid, parseOid } from "../base/oid.ts";
import type { EntryState, OutputEntry } from "../formats/stage/output-entry.ts";
import { resolveLocation } from "./location.ts";
import type { Output } from "./output.ts";

/** Resolves an output's entry against the folder of its stage. */
export function makeOutput(entry: OutputEntry, wdir: string): Output {
  const location = resolveLocation(entry.path, wdir);
  return {
    location,
    entry,
    hashName: recordedHashName(entry),
    oid: recordedOid(entry),
    cached: entry.cache && location.kind === "inside",
  };
}

/** The algorithm behind an entry's md5: an entry that has one but no `hash:` is of DVC 2.x. */
function recordedHashName(entry: EntryState): HashName {
  return entry.checksum !== undefined && entry.hash === undefined ? "md5-dos2unix" : "md5";
}

function recordedOid(entry: EntryState): Oid | undefined {
  return entry.checksum?.key === "md5" ? parseOid(entry.checksum.value) : undefined;
}
