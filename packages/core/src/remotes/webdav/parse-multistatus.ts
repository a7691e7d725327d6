import { type QualifiedTag, SAXParser } from "sax";
import { LodeError } from "../../base/lode-error.ts";

/** What a server says of one resource, for those properties that it answered with success. */
export interface DavResource {
  /** As the server sent it: a path or a URL, with escapes. */
  readonly href: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number | undefined;
  readonly etag: string | undefined;
  readonly modifiedMs: number | undefined;
}

const DAV = "DAV:";
/** An answer is seven elements deep; more is no answer. */
const MAX_DEPTH = 32;
const MAX_TEXT = 64 << 10;

/**
 * Reads a multi-status answer (RFC 4918, 13) while it arrives. Of a hostile answer no more than one resource is in memory;
 * entities of its own are not expanded.
 *
 * @throws STORAGE_REJECTED if it is not one
 */
export async function* parseMultistatus(body: AsyncIterable<Buffer>, url: string): AsyncGenerator<DavResource> {
  const reader = new MultistatusReader();
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      reader.write(decoder.decode(chunk, { stream: true }));
      yield* reader.take();
    }
    reader.end();
  } catch (error) {
    if (error instanceof InvalidAnswer) throw notMultistatus(url, error);
    throw error;
  }
}

class InvalidAnswer extends Error {}

/** The properties of one part of an answer that share a status. */
type Properties = Map<string, string>;

class MultistatusReader {
  readonly #parser = new SAXParser(true, { xmlns: true, position: false });
  readonly #path: string[] = [];
  #elements = 0;
  #ready: DavResource[] = [];
  #text = "";
  #href = "";
  #part: Properties = new Map();
  #status = "";
  #found: Properties = new Map();

  constructor() {
    const parser = this.#parser;
    parser.onerror = (error) => {
      throw new InvalidAnswer(error.message.split("\n", 1)[0]);
    };
    parser.onopentag = (tag) => this.#open(tag as QualifiedTag);
    parser.onclosetag = () => this.#close();
    parser.ontext = (text) => this.#add(text);
    parser.oncdata = (text) => this.#add(text);
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  /** The resources that are complete since the last call. */
  take(): readonly DavResource[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  end(): void {
    this.#parser.close();
    if (this.#elements === 0) throw new InvalidAnswer("it is empty");
  }

  #open({ uri, local }: QualifiedTag): void {
    this.#elements += 1;
    this.#path.push(uri === DAV ? local : "?");
    if (this.#path.length === 1 && this.#path[0] !== "multistatus") throw new InvalidAnswer("it is something else");
    if (this.#path.length > MAX_DEPTH) throw new InvalidAnswer("it is nested too deeply");
    this.#text = "";
    if (this.#at("response/propstat/prop/resourcetype/collection")) this.#part.set("collection", "");
  }

  #add(text: string): void {
    this.#text += text;
    if (this.#text.length > MAX_TEXT) throw new InvalidAnswer("a text in it is too long");
  }

  #close(): void {
    if (this.#at("response/href")) this.#href = this.#text.trim();
    else if (this.#at("response/propstat/status")) this.#status = this.#text;
    else if (this.#at("response/propstat")) this.#endPart();
    else if (this.#at("response")) this.#endResource();
    else if (this.#path.length === 5) this.#part.set(this.#path[4] ?? "", this.#text.trim());
    this.#text = "";
    this.#path.pop();
  }

  #at(path: string): boolean {
    return this.#path.slice(1).join("/") === path;
  }

  #endPart(): void {
    if (/^HTTP\/\S+ 2\d\d/.test(this.#status.trim()))
      for (const [name, text] of this.#part) this.#found.set(name, text);
    this.#part = new Map();
    this.#status = "";
  }

  #endResource(): void {
    const found = this.#found;
    const size = found.get("getcontentlength") ?? "";
    const modifiedMs = Date.parse(found.get("getlastmodified") ?? "");
    if (this.#href !== "") {
      this.#ready.push({
        href: this.#href,
        isFolder: found.has("collection"),
        sizeBytes: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
        etag: found.get("getetag") || undefined,
        modifiedMs: Number.isNaN(modifiedMs) ? undefined : modifiedMs,
      });
    }
    this.#href = "";
    this.#found = new Map();
  }
}

function notMultistatus(url: string, cause: InvalidAnswer): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot list '${url}': the answer is not WebDAV's: ${cause.message}`, {
    hint: "Look whether the URL is that of a WebDAV server.",
    details: { url },
  });
}
