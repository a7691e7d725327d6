import { unreadable } from "../../fs/stable-read.ts";
import { makeDigests } from "../file-digests.ts";
import { eachItem, type JobControl } from "./each-item.ts";
import type { HashJob, JobReply } from "./job.ts";
import { readAndHash } from "./read-and-hash.ts";
import { setDigest } from "./set-digest.ts";

/** Runs a HashJob. */
export async function hashItems({ items, hashName }: HashJob, control: JobControl): Promise<JobReply> {
  const digests = makeDigests(items.length);
  const result = await eachItem(items, control, {
    work: (path, run) => readAndHash({ path, hashName }, run),
    accept: (file, index) => setDigest(digests, index, file),
    fail: (error, path) => unreadable(path, error),
  });
  return { ...result, digests };
}
