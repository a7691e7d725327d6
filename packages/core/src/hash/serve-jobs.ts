import { parentPort } from "node:worker_threads";
import { packError } from "./thread-error.ts";
import type { JobMessage, WorkerMessage } from "./worker-pool.ts";

/** What a job may ask and tell while it runs in a worker thread. */
export interface JobPort {
  readonly abortFlag: Int32Array;
  /** Tells how many bytes this job has worked on so far; sent on at most ten times a second. */
  reportBytes(bytes: number): void;
}

/** Works on the jobs that a WorkerPool sends, one at a time in their order. It is the main function of a thread. */
export function serveJobs<Job, Reply>(handle: (job: Job, port: JobPort) => Promise<Reply>): void {
  const port = parentPort;
  if (port === null) throw new Error("serveJobs() runs in worker threads only");
  const send = (message: WorkerMessage<Reply>) => port.postMessage(message);
  let last: Promise<void> = Promise.resolve();
  port.on("message", (message: JobMessage<Job>) => {
    last = last.then(() => work(message));
  });
  const work = async ({ id, job, abortFlag }: JobMessage<Job>) => {
    try {
      const reportBytes = throttled((bytes) => send({ type: "progress", id, bytes }));
      send({ type: "done", id, reply: await handle(job, { abortFlag, reportBytes }) });
    } catch (error) {
      send({ type: "failed", id, error: packError(error) });
    }
  };
  send({ type: "ready" });
}

const REPORT_INTERVAL_MS = 100;

function throttled(report: (bytes: number) => void): (bytes: number) => void {
  let lastMs = performance.now();
  return (bytes) => {
    const nowMs = performance.now();
    if (nowMs - lastMs < REPORT_INTERVAL_MS) return;
    lastMs = nowMs;
    report(bytes);
  };
}
