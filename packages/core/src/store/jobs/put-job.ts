import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { fileModes } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { placeBytes, placeNew } from "../../fs/place-file.ts";
import { hashBytes } from "../../hash/md5.ts";
import { digestOf, type ObjectStore, objectPath, objectPlace } from "../object-store.ts";
import { type AtOnce, andThen } from "./at-once.ts";
import { eachItem, type JobControl, type JobRun } from "./each-item.ts";
import { findSound } from "./find-sound.ts";
import type { JobReply, PutJob } from "./job.ts";

/** Runs a PutJob: what was refused is among the errors. */
export async function putItems({ store, bytes, items }: PutJob, control: JobControl): Promise<JobReply> {
  let at = 0;
  return await eachItem(items, control, {
    work: ({ oid, sizeBytes }, run) => {
      const content = bytes.subarray(at, at + sizeBytes);
      at += sizeBytes;
      run.bytes += sizeBytes;
      return putOne(store, { oid, content }, run);
    },
    fail: (error, { oid }) => ioError({ action: "write the object", path: objectPath(store, oid) }, error),
  });
}

function putOne(
  store: ObjectStore,
  { oid, content }: { readonly oid: Oid; readonly content: Uint8Array },
  run: JobRun,
): AtOnce<void> {
  refuseOthers(store, oid, hashBytes(content, store.hashName));
  const place = objectPlace(store, oid, fileModes(store.shared));
  if (placeNew(place, content) !== undefined) return;
  return andThen(findSound(store, oid, run), (sound) => {
    if (sound === undefined) placeBytes(place, content);
  });
}

/** @throws OBJECT_CORRUPT if the bytes do not hash to the id */
export function refuseOthers(store: ObjectStore, oid: Oid, actual: string): void {
  if (actual === digestOf(oid)) return;
  const path = objectPath(store, oid);
  throw new LodeError("OBJECT_CORRUPT", `Cannot store the object "${path}": its content hashes to ${actual}`, {
    details: { path, expected: oid, actual },
  });
}
