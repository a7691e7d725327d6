import { fileURLToPath } from "node:url";
import { statIfThere } from "../../fs/stat-names.ts";
import { WorkerPool } from "../../hash/worker-pool.ts";
import type { Job, JobReply } from "./job.ts";

let pool: WorkerPool<Job, JobReply> | undefined;

/** The worker threads of this process. They start when they are needed and end with the process. */
export function workerPool(): WorkerPool<Job, JobReply> {
  pool ??= new WorkerPool(workerEntry(import.meta.url));
  return pool;
}

/**
 * Finds the module that the threads run. It lies beside this one with the same ending, as source and as compiled
 * module. In a bundle it is the entry chunk `worker-entry.js`, beside the chunk of this code or one folder up.
 */
function workerEntry(here: string): URL {
  const name = `worker-entry${here.slice(here.lastIndexOf("."))}`;
  const beside = new URL(name, here);
  return statIfThere(fileURLToPath(beside)) !== undefined ? beside : new URL(`../${name}`, here);
}
