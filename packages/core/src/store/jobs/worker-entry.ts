import { loadNamelessFiles } from "../../fs/nameless-file.ts";
import { LANES } from "../../hash/lanes/md5-program.ts";
import { serveJobs } from "../../hash/serve-jobs.ts";
import { handleJob } from "./handle-job.ts";
import type { Job, JobReply } from "./job.ts";

/** How long a thread works on a job before it gives the rest back. */
const SLICE_MS = 50;

/** The jobs that make new files. */
const WRITING: ReadonlySet<Job["kind"]> = new Set(["add", "copy", "checkout", "copy-files", "put", "place"]);

serveJobs<Job, JobReply>(async (job, port) => {
  if (WRITING.has(job.kind)) await loadNamelessFiles();
  return await handleJob(job, { ...port, sliceMs: SLICE_MS, deferLarge: false, filesAtOnce: LANES });
});
