import { copyFileAtomic } from "../../fs/copy-file-atomic.ts";
import { type FileModes, fileModes } from "../../fs/file-modes.ts";
import { ioError } from "../../fs/io-error.ts";
import { placeBytes, placeNew } from "../../fs/place-file.ts";
import { readStable } from "../../fs/stable-read.ts";
import { eachItem, type JobControl, type JobRun, refuseLarge } from "./each-item.ts";
import type { CopyFilesJob, JobReply } from "./job.ts";

/** Runs a CopyFilesJob. */
export function copyFileItems({ items }: CopyFilesJob, control: JobControl): Promise<JobReply> {
  const modes = fileModes();
  return eachItem(items, control, {
    work: (item, run) => copyOne(item, modes, run),
    fail: (error, { to }) => ioError({ action: "copy to", path: to }, error),
  });
}

function copyOne({ from, to }: CopyFilesJob["items"][number], modes: FileModes, run: JobRun): void {
  const { bytes, stat } = readStable(from, run.buffer);
  if (bytes === undefined) refuseLarge(run);
  run.bytes += Number(stat.size);
  if (bytes === undefined) {
    copyFileAtomic(from, to);
    return;
  }
  const slash = to.lastIndexOf("/");
  const place = { dir: to.slice(0, slash), name: to.slice(slash + 1), mode: modes.file, modes };
  if (placeNew(place, bytes) === undefined) placeBytes(place, bytes);
}
