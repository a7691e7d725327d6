import { arrivedCorrupt } from "../../base/arrived-corrupt.ts";
import type { HashName, Oid } from "../../base/oid.ts";
import { type FileModes, fileModes } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { placeBytes, placeNew } from "../../fs/place-file.ts";
import { hashBytes } from "../../hash/md5.ts";
import { digestOf } from "../object-store.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { JobReply, PlaceJob, PlaceTarget } from "./job.ts";

/** Runs a PlaceJob: an object that was refused, or of which not every file could be written, is among the errors. */
export async function placeItems({ hashName, bytes, items }: PlaceJob, control: JobControl): Promise<JobReply> {
  const modes = fileModes();
  let at = 0;
  return await eachItem(items, control, {
    work: ({ oid, sizeBytes, targets }, run) => {
      const content = bytes.subarray(at, at + sizeBytes);
      at += sizeBytes;
      run.bytes += sizeBytes;
      checkDigest(oid, content, hashName);
      for (const target of targets) writeFile(target, content, modes);
    },
    fail: (error) => error,
  });
}

function checkDigest(oid: Oid, content: Uint8Array, hashName: HashName): void {
  const actual = hashBytes(content, hashName);
  if (actual !== digestOf(oid)) throw arrivedCorrupt("use", oid, actual);
}

function writeFile({ path, executable }: PlaceTarget, content: Uint8Array, modes: FileModes): void {
  const slash = path.lastIndexOf("/");
  const mode = modes.file | (executable ? 0o100 : 0);
  const place = { dir: path.slice(0, slash), name: path.slice(slash + 1), mode, modes };
  try {
    if (placeNew(place, content) === undefined) placeBytes(place, content);
  } catch (error) {
    throw ioError({ action: "create", path }, error);
  }
}
