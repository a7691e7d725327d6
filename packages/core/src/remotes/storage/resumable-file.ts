import { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { resumedStream } from "../resumed-stream.ts";
import type { IncomingFile, ReadOptions, RemoteStorage } from "./remote-storage.ts";

/** A file that was begun to be read, and what was asked for. */
export interface BegunFile extends Pick<ReadOptions, "range" | "versionId"> {
  readonly file: IncomingFile;
}

/**
 * A file whose stream goes on where it broke off, with the rest of the same content. Where the storage has no mark of the
 * content, what arrives must be verified by the caller.
 */
export function resumableFile(storage: RemoteStorage, begun: BegunFile, run: RunContext): IncomingFile {
  const reopen = (at: number) => reopenAt(storage, { ...begun, at }, run);
  const { file } = begun;
  return { ...file, stream: () => resumedStream(file.stream(), { signal: run.signal, reopen }) };
}

/**
 * @returns undefined if the storage cannot give the rest of the same content
 * @throws CANCELLED, and errors of kind `network`
 */
async function reopenAt(
  storage: RemoteStorage,
  { file, range, versionId, at }: BegunFile & { readonly at: number },
  run: RunContext,
): Promise<Readable | undefined> {
  const rest = { ...range, start: (range?.start ?? 0) + at };
  if (rest.end !== undefined && rest.start >= rest.end) return Readable.from([]);
  const same = versionId === undefined ? { ifMatch: file.etag } : { versionId };
  try {
    return (await storage.read(file.key, { range: rest, ...same }, run))?.stream();
  } catch (error) {
    if (isLodeError(error) && (error.kind === "network" || error.code === "CANCELLED")) throw error;
    return undefined;
  }
}
