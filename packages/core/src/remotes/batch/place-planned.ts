import { basename, dirname, join } from "node:path";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { realDirsBelow } from "../../fs/ensure-real-dirs.ts";
import { fileModes } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { placeBytes } from "../../fs/place-file.ts";
import { hashBytes } from "../../hash/md5.ts";
import { digestOf } from "../../store/object-store.ts";
import type { ObjectBytes } from "../../store/put-objects.ts";
import type { FilePlan } from "../remote.ts";
import type { TakeObjects } from "./batch-download.ts";

/**
 * Makes what writes the files of a plan as their objects arrive, each verified before it gets its name. Files that exist
 * are replaced.
 */
export function placePlanned({ root, hashName }: FilePlan, items: ReadonlyMap<Oid, FilePlan["items"]>): TakeObjects {
  const ensure = realDirsBelow(root);
  const modes = fileModes();
  const write = ({ relpath, executable = false }: FilePlan["items"][number], bytes: Uint8Array): void => {
    const folder = relpath.slice(0, Math.max(0, relpath.lastIndexOf("/")));
    ensure(folder);
    const path = join(root, relpath);
    const mode = modes.file | (executable ? 0o100 : 0);
    try {
      placeBytes({ dir: dirname(path), name: basename(path), mode, modes }, bytes);
    } catch (error) {
      throw ioError({ action: "create", path }, error);
    }
  };
  const take = ({ oid, bytes }: ObjectBytes): Error | undefined => {
    const actual = hashBytes(bytes, hashName);
    if (actual !== digestOf(oid)) return corrupt(oid, actual);
    try {
      for (const item of items.get(oid) ?? []) write(item, bytes);
      return undefined;
    } catch (error) {
      if (isLodeError(error)) return error;
      throw error;
    }
  };
  return async (objects) => objects.map(take);
}

function corrupt(oid: Oid, actual: string): LodeError {
  return new LodeError("OBJECT_CORRUPT", `Cannot use the object '${oid}': what arrived hashes to ${actual}`, {
    hint: "Push it again from a place that has it whole.",
    details: { expected: oid, actual },
  });
}
