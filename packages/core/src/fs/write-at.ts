import type { FileHandle } from "node:fs/promises";

/**
 * Linux keeps what one write brings in one block of memory. Larger blocks than this it finds only where nothing has been for
 * a while, and the host of a virtual machine takes such memory back: its first use costs more than the writing.
 */
const WRITE_BYTES = 256 << 10;

/** Writes bytes to a place of a file, by the threads of the runtime. Errors of the system are thrown as they are. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, Math.min(WRITE_BYTES, bytes.length - at), position + at)).bytesWritten;
  }
}
