import { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import type { Upload } from "../storage/remote-storage.ts";
import type { HttpBody } from "./http-request.ts";

/** The body of a request, and how many bytes of it were sent in the end. */
export interface UploadBody extends HttpBody {
  readonly sentBytes: () => number;
}

/**
 * Makes an upload the body of a request. The last bytes of what is streamed are kept back until it is confirmed, so that
 * a server never gets the wrong bytes whole.
 *
 * @throws what `confirm` throws, for bytes in memory
 */
export async function httpBody(upload: Upload): Promise<UploadBody> {
  const { confirm } = upload;
  if (upload.kind === "bytes") {
    await confirm?.();
    const { bytes } = upload;
    return { sizeBytes: bytes.length, content: bytes, sentBytes: () => bytes.length };
  }
  const { sizeBytes } = upload;
  let sent = 0;
  const onSent = (bytes: number): void => {
    sent = bytes;
  };
  const open = upload.kind === "file" ? () => upload.open({ start: 0, end: upload.sizeBytes }) : once(upload.stream);
  const content = async (): Promise<Readable> => Readable.from(keepingLast(open(), { confirm, onSent }));
  return { sizeBytes, content, sentBytes: () => sent };
}

function once(stream: Readable): () => Readable {
  let isTaken = false;
  return () => {
    if (isTaken) {
      throw new LodeError("STORAGE_REJECTED", "Cannot send a stream: the server wants it a second time", {
        hint: "Use the URL that the server redirects to.",
      });
    }
    isTaken = true;
    return stream;
  };
}

async function* keepingLast(
  source: AsyncIterable<Buffer>,
  { confirm, onSent }: { readonly confirm: Upload["confirm"]; readonly onSent: (bytes: number) => void },
): AsyncGenerator<Buffer> {
  let sent = 0;
  let held: Buffer | undefined;
  for await (const chunk of source) {
    sent += chunk.length;
    if (held !== undefined) yield held;
    held = chunk;
  }
  await confirm?.();
  onSent(sent);
  if (held !== undefined) yield held;
}
