import { fileModes } from "../../fs/file-modes.ts";
import { unreadable } from "../../fs/stable-read.ts";
import { makeColumns, setRow } from "./digest-columns.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { AddJob, JobReply } from "./job.ts";
import { takeIn } from "./take-in.ts";

/** Runs an AddJob. */
export async function addItems({ items, store, hardlink }: AddJob, control: JobControl): Promise<JobReply> {
  const digests = makeColumns(items.length);
  const modes = fileModes(store.shared);
  const result = await eachItem(items, control, async (path, index, run) => {
    try {
      setRow(digests, index, await takeIn({ path, store, modes, hardlink }, run));
    } catch (error) {
      throw unreadable(path, error);
    }
  });
  return { ...result, digests };
}
