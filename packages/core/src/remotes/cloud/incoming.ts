import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { openStoredBody, readStoredBody } from "../http/open-body.ts";
import type { IncomingFile, StorageFile } from "../storage/remote-storage.ts";

/** A file whose bytes are the body of an answer, exactly as the service stores them. */
export function incomingFile(file: StorageFile, request: HttpRequest, { message }: HttpAnswer): IncomingFile {
  return {
    ...file,
    stream: () => openStoredBody(message, request),
    bytes: () => readStoredBody(message, request),
  };
}
