import type { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import type { RemoteStorage, StorageFile } from "./remote-storage.ts";

/**
 * Opens the rest of a file that broke off. Where the storage has no mark of the content, what arrives must be verified by
 * the caller.
 *
 * @returns undefined if the storage cannot give the rest of the same content
 * @throws CANCELLED, and errors of kind `network`
 */
export async function reopenFile(
  storage: RemoteStorage,
  { file, start }: { readonly file: StorageFile; readonly start: number },
  run: RunContext,
): Promise<Readable | undefined> {
  try {
    return (await storage.read(file.key, { range: { start }, ifMatch: file.etag }, run))?.stream();
  } catch (error) {
    if (isLodeError(error) && (error.kind === "network" || error.code === "CANCELLED")) throw error;
    return undefined;
  }
}
