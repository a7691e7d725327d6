import type { LodeEvent } from "@lode/core";
import { progressLine } from "./progress-line.ts";

type ProgressEvent = Extract<LodeEvent, { type: "progress" }>;

/** Shows the tasks that are going on, below all other output of the terminal. */
export interface Progress {
  update(event: ProgressEvent): void;
  /** Removes the lines, writes something else, and shows them again. */
  around(write: () => void): void;
  /** Removes the lines for good. */
  stop(): void;
}

/** A terminal, or what stands for one in a test. */
export interface ProgressStream {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

const labels: Readonly<Record<ProgressEvent["task"], string>> = {
  scan: "Scanning",
  hash: "Hashing",
  store: "Storing",
  checkout: "Checking out",
  push: "Pushing",
  fetch: "Fetching",
  download: "Downloading",
  query: "Querying",
  clone: "Cloning",
  verify: "Verifying",
};

/** Short work shows nothing; and a terminal gains nothing from more than ten pictures a second. */
const firstPaintMs = 300;
const paintIntervalMs = 100;

/** A display that shows nothing: stderr is not a terminal, or the user wants quiet. */
export const noProgress: Progress = {
  update: () => undefined,
  around: (write) => write(),
  stop: () => undefined,
};

/**
 * Makes the display for a terminal. It paints when events come and on a timer, which does not keep the program alive.
 *
 * @param now in milliseconds, monotonic
 */
export function terminalProgress(stream: ProgressStream, now: () => number = () => performance.now()): Progress {
  const tasks = new Map<string, { readonly startedAt: number; event: ProgressEvent }>();
  const createdAt = now();
  let paintedAt = createdAt - paintIntervalMs;
  let shownLines = 0;
  let timer: NodeJS.Timeout | undefined;

  const erase = () => {
    if (shownLines > 0) stream.write(`\r\u001b[${shownLines}A\u001b[J`);
    shownLines = 0;
  };
  const paint = () => {
    const lines = [...tasks.values()].slice(-Math.max(1, (stream.rows ?? 24) - 1)).map(({ startedAt, event }) =>
      progressLine(
        {
          label: labels[event.task],
          unit: event.unit,
          done: event.done,
          total: event.total,
          bytes: event.bytes,
          elapsedMs: now() - startedAt,
        },
        stream.columns ?? 80,
      ),
    );
    erase();
    if (lines.length > 0) stream.write(`${lines.join("\n")}\n`);
    shownLines = lines.length;
    paintedAt = now();
  };
  const paintIfDue = () => {
    if (now() - createdAt >= firstPaintMs && now() - paintedAt >= paintIntervalMs) paint();
  };
  return {
    update(event) {
      const key = `${event.task} ${event.unit}`;
      const known = tasks.get(key);
      if (event.total !== undefined && event.done >= event.total) tasks.delete(key);
      else if (known) known.event = event;
      else tasks.set(key, { startedAt: now(), event });
      timer ??= setInterval(paintIfDue, paintIntervalMs).unref();
      paintIfDue();
    },
    around(write) {
      const had = shownLines > 0;
      erase();
      write();
      if (had) paint();
    },
    stop() {
      if (timer) clearInterval(timer);
      tasks.clear();
      erase();
    },
  };
}
