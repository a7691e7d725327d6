import { Readable } from "node:stream";
import { defaultRetries, mayTryAgain, pauseBefore } from "./retry-passing.ts";

/** After so many bytes without a failure, earlier ones are forgotten. */
const FORGIVING_BYTES = 16 << 20;

/** How the rest of a stream that broke off is got. */
export interface Continuation {
  readonly signal: AbortSignal | undefined;
  /** Opens the same content from a byte on; undefined if it is not to be had any more. */
  readonly reopen: (start: number) => Promise<Readable | undefined>;
}

interface Progress {
  at: number;
  failures: number;
  failedAt: number;
}

/**
 * A stream that goes on where it stopped when the network breaks it off.
 *
 * @throws in the stream: why it broke, if that happens too often or the rest is not to be had; CANCELLED
 */
export function resumedStream(first: Readable, continuation: Continuation): Readable {
  const stream = Readable.from(parts(first, continuation));
  // A generator that nobody has begun to read does not clean up.
  return stream.once("close", () => first.destroy());
}

async function* parts(first: Readable, continuation: Continuation): AsyncGenerator<Buffer> {
  const progress = { at: 0, failures: 0, failedAt: 0 };
  for (let body = first; ; ) {
    const error = yield* untilFailure(body, progress);
    if (error === undefined) return;
    body = await goOn(error, progress, continuation);
  }
}

/** @returns why the stream broke off; undefined if it came to its end */
async function* untilFailure(body: AsyncIterable<Buffer>, progress: Progress): AsyncGenerator<Buffer, unknown> {
  try {
    for await (const chunk of body) {
      progress.at += chunk.length;
      yield chunk;
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

async function goOn(broken: unknown, progress: Progress, continuation: Continuation): Promise<Readable> {
  for (let error = broken; ; ) {
    await pauseAfter(error, progress, continuation);
    const next = await continuation.reopen(progress.at).catch((failure: unknown) => ({ failure }));
    if (next === undefined) throw broken;
    if (!("failure" in next)) return next;
    error = next.failure;
  }
}

/** @throws the error, if nothing more is to be tried */
async function pauseAfter(error: unknown, progress: Progress, { signal }: Continuation): Promise<void> {
  const isLongAgo = progress.at - progress.failedAt > FORGIVING_BYTES;
  progress.failures = isLongAgo ? 1 : progress.failures + 1;
  progress.failedAt = progress.at;
  if (!mayTryAgain(error, progress.failures, { ...defaultRetries, hasAnswered: () => true })) throw error;
  await pauseBefore(progress.failures, { ...defaultRetries, error }, signal);
}
