import { unreadable } from "../../fs/stable-read.ts";
import { makeColumns, setRow } from "./digest-columns.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { HashJob, JobReply } from "./job.ts";
import { readAndHash } from "./read-and-hash.ts";

/** Runs a HashJob. */
export async function hashItems({ items, hashName }: HashJob, control: JobControl): Promise<JobReply> {
  const digests = makeColumns(items.length);
  const result = await eachItem(items, control, async (path, index, run) => {
    try {
      setRow(digests, index, await readAndHash({ path, hashName }, run));
    } catch (error) {
      throw unreadable(path, error);
    }
  });
  return { ...result, digests };
}
