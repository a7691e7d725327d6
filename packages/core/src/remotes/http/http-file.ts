import type { Readable } from "node:stream";
import { defaultRetries, retryPassing } from "../retry-passing.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { HttpClient } from "./http-client.ts";
import { statusError } from "./http-errors.ts";
import type { HttpAnswer } from "./http-request.ts";
import { httpSettings } from "./http-settings.ts";
import { openBody } from "./open-body.ts";
import { parseHttpUrl } from "./parse-http-url.ts";
import { resumedBody } from "./resumed-body.ts";
import { headerText, surrogateChecksum } from "./surrogate-checksum.ts";

/** What a web server says of a file. */
export interface HttpFileInfo {
  /** DVC's checksum of it: the ETag with its quotes, or Content-MD5, or else a number made of what else is known. */
  readonly checksum: string;
  readonly sizeBytes: number | undefined;
  /** What tells this version of the file from all others, if the server does. */
  readonly etag: string | undefined;
}

/** A file that is being downloaded. */
export interface HttpDownload extends HttpFileInfo {
  readonly stream: Readable;
}

/** One file on a web server, by its URL. What fails because of the network is tried again. */
export class HttpFile {
  readonly #address: string;
  readonly #url: URL;
  readonly #client: HttpClient;

  /** @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
  constructor(access: StorageAccess) {
    this.#address = access.url;
    this.#url = parseHttpUrl(access.url);
    this.#client = new HttpClient(access.url, httpSettings(access));
  }

  /**
   * Asks what is there, by HEAD, or by GET without the body where that does not tell.
   *
   * @returns undefined if nothing is there
   * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED
   */
  info(signal: AbortSignal | undefined): Promise<HttpFileInfo | undefined> {
    return retryPassing(
      async () => {
        const head = await this.#ask("HEAD", signal);
        head.message.resume();
        if (head.status < 300 && head.message.headers["content-length"] !== undefined) return this.#describe(head);
        const answer = await this.#ask("GET", signal);
        answer.message.destroy();
        return this.#isFound(answer) ? this.#describe(answer) : undefined;
      },
      defaultRetries,
      signal,
    );
  }

  /**
   * Downloads the file. If the connection breaks, the rest of it is asked for; if the server cannot do that, it is
   * downloaded anew, and `consume` is called once more.
   *
   * @returns what `consume` gives; undefined if nothing is there
   * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED, and what `consume` throws
   */
  download<T>(
    consume: (download: HttpDownload) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T | undefined> {
    return retryPassing(
      async () => {
        const request = { action: "read", method: "GET", url: this.#url, signal };
        const answer = await this.#client.send(request);
        if (this.#isFound(answer)) {
          // Without an ETag, a file that was replaced meanwhile could not be told from the one that was begun.
          const isMarked = answer.message.headers.etag !== undefined;
          const stream = isMarked ? resumedBody(this.#client, request, answer) : openBody(answer.message, request);
          return await consume({ ...this.#describe(answer), stream }).finally(() => stream.destroy());
        }
        answer.message.resume();
        return undefined;
      },
      defaultRetries,
      signal,
    );
  }

  #ask(method: string, signal: AbortSignal | undefined): Promise<HttpAnswer> {
    return this.#client.send({ action: "read", method, url: this.#url, signal });
  }

  #isFound({ status, message }: HttpAnswer): boolean {
    if (status < 300) return true;
    if (status === 404 || status === 410) return false;
    throw statusError({ action: "read", url: this.#url }, status, message.statusMessage);
  }

  #describe({ message, url }: HttpAnswer): HttpFileInfo {
    const { headers } = message;
    const isPlain = ["", "identity"].includes(headers["content-encoding"] ?? "");
    const length = isPlain ? headers["content-length"] : undefined;
    const sizeBytes = length === undefined ? undefined : Number(length);
    const given = headers.etag ?? headerText(headers, "content-md5");
    const checksum = given ?? surrogateChecksum(headers, { name: this.#address, url, sizeBytes });
    return { checksum, sizeBytes, etag: headers.etag };
  }
}
