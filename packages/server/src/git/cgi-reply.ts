import type { Readable } from "node:stream";

/** The head of what a CGI program answers. */
export interface CgiHead {
  readonly status: number;
  /** In lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

const HEAD_MAX_BYTES = 64 * 1024;

/**
 * Reads the head of a CGI program's output (RFC 3875, section 6) and leaves the stream at the start of the body.
 *
 * @returns undefined if the output ends, or goes on too long, before the empty line
 */
export async function readCgiHead(output: Readable): Promise<CgiHead | undefined> {
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const chunk = await nextChunk(output);
    if (chunk === undefined || bytes.length > HEAD_MAX_BYTES) return undefined;
    bytes = Buffer.concat([bytes, chunk]);
    const end = /\r?\n\r?\n/.exec(bytes.toString("latin1"));
    if (end === null) continue;
    output.unshift(bytes.subarray(end.index + end[0].length));
    return parseHead(bytes.toString("latin1", 0, end.index));
  }
}

async function nextChunk(stream: Readable): Promise<Buffer | undefined> {
  for (;;) {
    const chunk: Buffer | null = stream.read();
    if (chunk !== null) return chunk;
    if (stream.readableEnded || stream.destroyed) return undefined;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        for (const event of events) stream.off(event, done);
        resolve();
      };
      for (const event of events) stream.once(event, done);
    });
  }
}

const events = ["readable", "end", "close", "error"] as const;

function parseHead(text: string): CgiHead {
  const headers = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const status = Number.parseInt(headers.get("status") ?? "200", 10);
  headers.delete("status");
  return { status: Number.isNaN(status) ? 500 : status, headers };
}
