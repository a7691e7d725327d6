import { loadNamelessFiles } from "../../fs/nameless-file.ts";
import { loadNativeStat } from "../../fs/native-stat.ts";
import { addItems } from "./add-job.ts";
import { checkItems } from "./check-job.ts";
import { checkoutItems } from "./checkout-job.ts";
import { copyFileItems } from "./copy-files-job.ts";
import { copyItems } from "./copy-job.ts";
import type { JobControl } from "./each-item.ts";
import { hashItems } from "./hash-job.ts";
import { hashPiece } from "./hash-piece-job.ts";
import type { Job, JobReply } from "./job.ts";
import { lookUpItems } from "./look-up-job.ts";
import { placeItems } from "./place-job.ts";
import { putItems } from "./put-job.ts";
import { readItems } from "./read-job.ts";
import { statItems } from "./stat-job.ts";
import { unprotectItems } from "./unprotect-job.ts";

/** Runs a job in the current thread. */
export function handleJob(job: Job, control: JobControl): Promise<JobReply> {
  switch (job.kind) {
    case "stat":
      return statItems(job, control);
    case "hash":
      return hashItems(job, control);
    case "hash-piece":
      return hashPiece(job);
    case "put":
      return putItems(job, control);
    case "place":
      return placeItems(job, control);
    case "read":
      return readItems(job, control);
    case "add":
      return addItems(job, control);
    case "check":
      return checkItems(job, control);
    case "look-up":
      return lookUpItems(job, control);
    case "copy":
      return copyItems(job, control);
    case "checkout":
      return checkoutItems(job, control);
    case "copy-files":
      return copyFileItems(job, control);
    case "unprotect":
      return unprotectItems(job, control);
  }
}

/** The jobs that make new files. */
const WRITING: ReadonlySet<Job["kind"]> = new Set(["add", "copy", "checkout", "copy-files", "put", "place"]);

/** Loads what makes many jobs of this kind faster in the current thread. */
export async function prepareThread({ kind }: Job): Promise<void> {
  if (!WRITING.has(kind)) return;
  await loadNamelessFiles();
  await loadNativeStat();
}
