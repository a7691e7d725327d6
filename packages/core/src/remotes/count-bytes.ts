import { Readable } from "node:stream";

/** Passes the bytes of a stream on and tells of each chunk. */
export function countBytes(stream: Readable, onBytes: (sizeBytes: number) => void): Readable {
  // A generator that nobody has begun to read does not clean up.
  return Readable.from(counted(stream, onBytes)).once("close", () => stream.destroy());
}

async function* counted(stream: AsyncIterable<Buffer>, onBytes: (sizeBytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    onBytes(chunk.length);
    yield chunk;
  }
}
