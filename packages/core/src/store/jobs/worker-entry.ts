import { LANES } from "../../hash/lanes/md5-program.ts";
import { serveJobs } from "../../hash/serve-jobs.ts";
import { handleJob, prepareThread } from "./handle-job.ts";
import type { Job, JobReply } from "./job.ts";

/** How long a thread works on a job before it gives the rest back. */
const SLICE_MS = 50;

serveJobs<Job, JobReply>(async (job, port) => {
  await prepareThread(job);
  return await handleJob(job, { ...port, sliceMs: SLICE_MS, deferLarge: false, filesAtOnce: LANES });
});
