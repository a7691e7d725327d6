import { parseTarHeader, TAR_BLOCK, type TarEntry, tarPadding } from "../../formats/bundle/tar-header.ts";
import { bundleInvalid } from "./bundle-invalid.ts";

/** A file of a bundle. */
export interface BundleEntry extends TarEntry {
  /** The content, to be read once and before the next entry is asked for. What is left of it is passed over. */
  content(): AsyncGenerator<Buffer, void, undefined>;
}

/**
 * Reads the files of a bundle one after the other. Memory: one chunk of the stream and one header.
 *
 * @param file for messages
 * @throws BUNDLE_INVALID if it ends early, or holds anything but plain files
 */
export async function* readBundle(
  file: string,
  stream: AsyncIterable<Buffer>,
): AsyncGenerator<BundleEntry, void, undefined> {
  const reader = new ChunkReader(file, stream);
  for (;;) {
    const header = parseTarHeader(await reader.readExactly(TAR_BLOCK));
    if (header.kind === "end") return;
    if (header.kind === "refused") throw bundleInvalid(file, header.state);
    const { entry } = header;
    const content = reader.readPart(entry.sizeBytes);
    yield { ...entry, content: () => content };
    // A loop would end the generator at its first pause.
    for (let next = await content.next(); next.done !== true; next = await content.next());
    await reader.readExactly(tarPadding(entry.sizeBytes));
  }
}

/** Takes bytes from a stream in pieces of the size that is asked for. */
class ChunkReader {
  readonly #file: string;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(file: string, stream: AsyncIterable<Buffer>) {
    this.#file = file;
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  async readExactly(sizeBytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.readPart(sizeBytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *readPart(sizeBytes: number): AsyncGenerator<Buffer, void, undefined> {
    let left = sizeBytes;
    while (left > 0) {
      const chunk = this.#rest.length > 0 ? this.#rest : await this.#next();
      const part = chunk.subarray(0, left);
      this.#rest = chunk.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #next(): Promise<Buffer> {
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done === true) throw bundleInvalid(this.#file, "it ends too early");
      if (value.length > 0) return value;
    }
  }
}
