import { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import type { IncomingFile } from "../../remotes/storage/remote-storage.ts";

const REPORT_INTERVAL_MS = 100;

/** Passes the bytes of a download on and tells how many there were, ten times a second. */
export function watchDownload(file: IncomingFile, { onEvent }: RunContext): Readable {
  const stream = file.stream();
  if (onEvent === undefined) return stream;
  const { sizeBytes } = file;
  const report = (done: number, total: number | undefined): void =>
    onEvent({ type: "progress", task: "download", unit: "bytes", done, ...(total !== undefined && { total }) });
  return Readable.from(watched(stream, { report, total: sizeBytes }));
}

async function* watched(
  source: AsyncIterable<Buffer>,
  watch: { readonly report: (done: number, total: number | undefined) => void; readonly total: number | undefined },
): AsyncGenerator<Buffer> {
  let done = 0;
  let reportedMs = performance.now();
  watch.report(0, watch.total);
  for await (const chunk of source) {
    done += chunk.length;
    yield chunk;
    if (performance.now() - reportedMs < REPORT_INTERVAL_MS) continue;
    reportedMs = performance.now();
    watch.report(done, watch.total);
  }
  watch.report(done, done);
}
