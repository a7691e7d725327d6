import { type FileModes, fileModes, PERMISSIONS } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { lstatIfThere } from "../../fs/move-file.ts";
import { type Placement, placeBytes, placeFile } from "../../fs/place-file.ts";
import { trySetMode } from "../../fs/set-mode.ts";
import { readStable } from "../../fs/stable-read.ts";
import { temporaryName } from "../../fs/temporary-name.ts";
import { removeIfThere } from "../../fs/write-file-atomic.ts";
import { eachItem, type JobControl, type JobRun } from "./each-item.ts";
import type { ItemState, JobReply, UnprotectJob } from "./job.ts";
import { hashLarge } from "./read-and-hash.ts";

/** Runs an UnprotectJob: its states are `copied` and `unchanged`. */
export async function unprotectItems({ items, store }: UnprotectJob, control: JobControl): Promise<JobReply> {
  const states = new Array<ItemState>(items.length).fill("unchanged");
  const modes = fileModes(store.shared);
  const result = await eachItem(items, control, {
    work: (path, run) => unprotectOne(path, modes, run),
    accept: (state, index) => {
      states[index] = state;
    },
    fail: (error, path) => ioError({ action: "make writable", path }, error),
  });
  return { ...result, states };
}

async function unprotectOne(path: string, modes: FileModes, run: JobRun): Promise<ItemState> {
  const stat = lstatIfThere(path);
  if (stat === undefined || !(stat.isFile() || stat.isSymbolicLink())) return "unchanged";
  const mode = modes.file | (Number(stat.mode) & 0o100 & (stat.isFile() ? PERMISSIONS : 0));
  if (stat.isFile() && stat.nlink === 1n) {
    trySetMode(path, mode);
    return "unchanged";
  }
  const slash = path.lastIndexOf("/");
  await replaceByCopy(path, { dir: path.slice(0, slash), name: path.slice(slash + 1), mode, modes }, run);
  return "copied";
}

async function replaceByCopy(path: string, place: Placement, run: JobRun): Promise<void> {
  const { bytes } = readStable(path, run.buffer);
  if (bytes !== undefined) {
    run.bytes += bytes.length;
    placeBytes(place, bytes);
    return;
  }
  const temporary = `${place.dir}/${temporaryName()}`;
  let isMade = false;
  const copyLarge = () => {
    isMade = true;
    return { path: temporary, mode: place.mode };
  };
  try {
    await hashLarge({ path, hashName: "md5", copyLarge }, run);
    placeFile(place, temporary);
  } finally {
    if (isMade) removeIfThere(temporary);
  }
}
