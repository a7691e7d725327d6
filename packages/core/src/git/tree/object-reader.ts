import { constants } from "node:buffer";
import { LodeError } from "../../base/lode-error.ts";
import { gitFailure } from "../git-failure.ts";
import { type GitRepo, spawnInRepo } from "../git-repo.ts";
import { startFailure } from "../run-git.ts";
import type { GitProcess } from "../spawn-git.ts";

/** What git knows of one object. `bytes` is empty if only information was asked. */
export interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly sizeBytes: number;
  readonly bytes: Buffer;
}

interface Request {
  readonly resolve: (object: GitObject | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** The object whose bytes are arriving; `bytes` has one place more, for the line feed behind it. */
interface Arriving {
  readonly object: Omit<GitObject, "bytes">;
  readonly bytes: Buffer;
  filled: number;
}

const NEWLINE = 0x0a;

/**
 * Reads objects through one `git cat-file --batch`, which is started at the first request and again after a failure.
 * Any number of requests may be under way; they are answered in order. Whoever makes a reader disposes it.
 */
export class GitObjectReader implements AsyncDisposable {
  readonly #repo: GitRepo;
  readonly #mode: "--batch" | "--batch-check";
  #child: GitProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #requests: Request[] = [];
  #unsent = "";
  #header = "";
  #state: "open" | "disposed" = "open";
  #arriving: Arriving | undefined;
  /** Why the process is being ended; what it still says is passed over. */
  #refusal: LodeError | undefined;

  /** @param wanted whether whole objects are read, or only their type and size */
  constructor(repo: GitRepo, wanted: "contents" | "info") {
    this.#repo = repo;
    this.#mode = wanted === "contents" ? "--batch" : "--batch-check";
  }

  /**
   * Reads one object, or returns undefined if it is not in the repository. In a partial clone git asks the server.
   *
   * @param name an object id, or `<id>^{tree}`; never a text that users chose
   * @throws GIT_FAILED if git breaks off; GIT_OBJECT_TOO_LARGE, as do all requests that are under way with it
   */
  read(name: string): Promise<GitObject | undefined> {
    if (this.#state === "disposed") return Promise.reject(new Error("This reader of Git objects was disposed"));
    return new Promise((resolve, reject) => {
      this.#requests.push({ resolve, reject });
      this.#child ??= this.#start();
      if (this.#unsent === "") queueMicrotask(() => this.#send());
      this.#unsent += `${name}\n`;
    });
  }

  /** Ends the process; requests still under way are rejected. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = "disposed";
    const ended = this.#ended;
    this.#child?.stdin.destroy();
    this.#child?.kill("SIGTERM");
    await ended;
  }

  /** Requests that are made together go out together: a write for each costs more than all the rest. */
  #send(): void {
    this.#child?.stdin.write(this.#unsent);
    this.#unsent = "";
  }

  #start(): GitProcess {
    const args = ["cat-file", this.#mode];
    const child = spawnInRepo(this.#repo, args);
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.stdin.on("error", () => undefined);
    child.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#ended = new Promise((resolve) => {
      const end = (error: unknown): void => {
        this.#fail(error);
        resolve();
      };
      child.on("error", (error) => end(startFailure(error, this.#repo.workTree ?? this.#repo.gitDir)));
      child.on("close", (code) => end(this.#refusal ?? gitFailure(args, { exitCode: code ?? 128, stderr })));
    });
    return child;
  }

  #fail(error: unknown): void {
    const requests = this.#requests;
    this.#requests = [];
    this.#child = undefined;
    this.#arriving = undefined;
    this.#refusal = undefined;
    this.#header = "";
    this.#unsent = "";
    for (const request of requests) request.reject(error);
  }

  #take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.#refusal === undefined)
      at = this.#arriving === undefined ? this.#takeHeader(chunk, at) : this.#takeBytes(chunk, at);
  }

  /** A header is `<id> SP <type> SP <size> LF`, or `<name> SP missing LF`. */
  #takeHeader(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at);
    this.#header += chunk.toString("latin1", at, end < 0 ? chunk.length : end);
    if (end < 0) return chunk.length;
    const [oid = "", type = "", size] = this.#header.split(" ");
    this.#header = "";
    if (size === undefined) {
      this.#answer(undefined);
      return end + 1;
    }
    const object = { oid, type, sizeBytes: Number(size) };
    if (this.#mode === "--batch-check") this.#answer({ ...object, bytes: Buffer.alloc(0) });
    else if (object.sizeBytes > this.#mostBytesOf(type)) this.#refuse(object);
    else this.#arriving = { object, bytes: Buffer.allocUnsafe(object.sizeBytes + 1), filled: 0 };
    return end + 1;
  }

  /** Git itself bounds what is no file. */
  #mostBytesOf(type: string): number {
    const most = type === "blob" ? this.#repo.wholeFileMaxBytes : undefined;
    return most ?? constants.MAX_LENGTH - 1;
  }

  /** To read on to the next object could take hours: a few bytes of a pack unpack to any size. */
  #refuse({ oid, sizeBytes }: Arriving["object"]): void {
    const where = this.#repo.workTree ?? this.#repo.gitDir;
    this.#refusal = new LodeError(
      "GIT_OBJECT_TOO_LARGE",
      `Cannot read the Git object "${oid}": it has ${sizeBytes} bytes, more than are read at once`,
      { details: { oid, gitDir: where, size_bytes: sizeBytes } },
    );
    this.#child?.kill("SIGTERM");
  }

  #takeBytes(chunk: Buffer, at: number): number {
    const arriving = this.#arriving;
    if (arriving === undefined) return at;
    const copied = chunk.copy(arriving.bytes, arriving.filled, at);
    arriving.filled += copied;
    if (arriving.filled === arriving.bytes.length) {
      this.#arriving = undefined;
      this.#answer({ ...arriving.object, bytes: arriving.bytes.subarray(0, -1) });
    }
    return at + copied;
  }

  #answer(object: GitObject | undefined): void {
    this.#requests.shift()?.resolve(object);
  }
}
