import { unreadable } from "../../fs/stable-read.ts";
import { makeColumns, setRow } from "./digest-columns.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { HashJob, JobReply } from "./job.ts";
import { readAndHash } from "./read-and-hash.ts";

/** Runs a HashJob. */
export async function hashItems({ items, hashName }: HashJob, control: JobControl): Promise<JobReply> {
  const digests = makeColumns(items.length);
  const result = await eachItem(items, control, {
    work: (path, run) => readAndHash({ path, hashName }, run),
    accept: (file, index) => setRow(digests, index, file),
    fail: (error, path) => unreadable(path, error),
  });
  return { ...result, digests };
}
