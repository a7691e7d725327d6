import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { ensureDir } from "./ensure-dir.ts";
import type { FileModes } from "./file-modes.ts";
import { ioError } from "./io-error.ts";
import { temporaryName } from "./temporary-name.ts";
import { removeIfThere } from "./write-file-atomic.ts";

/** A file that holds what a stream gave, under a temporary name; its owner names it or removes it. */
export interface SpooledFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** The folder of a temporary file; created with `modes` if it is not there. */
export interface SpoolTarget {
  readonly dir: string;
  readonly modes?: FileModes;
}

/**
 * Writes a stream to a temporary file in a folder, which is created when needed. If the stream or the disk fails, the
 * file is gone. Memory: one chunk of the stream.
 *
 * @param onChunk receives each chunk while it is written, and leaves it as it is
 * @throws IO_FAILED if the system refuses; what the stream throws, as it is
 */
export async function spoolStream(
  target: SpoolTarget,
  stream: Readable,
  onChunk: (chunk: Uint8Array) => void,
): Promise<SpooledFile> {
  ensureDir(target.dir, target.modes);
  const path = join(target.dir, temporaryName());
  let sizeBytes = 0;
  try {
    await using file = await open(path, "wx", 0o600);
    for await (const chunk of stream) {
      const bytes: Uint8Array = chunk;
      const written = writeAll(file, bytes);
      onChunk(bytes);
      await written;
      sizeBytes += bytes.length;
    }
    return { path, sizeBytes };
  } catch (error) {
    stream.destroy();
    removeIfThere(path);
    throw ioError({ action: "write", path }, error);
  }
}

/** One call of the system for a chunk, so that it goes on without this thread; `writeFile` makes many of a large one. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}
