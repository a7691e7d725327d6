import type { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import type { HttpAnswer } from "../http/http-request.ts";
import { jsonBody } from "../http/json-body.ts";
import { openBody, readBody } from "../http/open-body.ts";
import type { BatchConnection } from "./batch-connection.ts";
import { parseServedTags, type ServedTag } from "./served-tags.ts";

/** Asks a server for commits (docs/protocol.md). */
export class CommitClient {
  readonly #connection: BatchConnection;

  constructor(connection: BatchConnection) {
    this.#connection = connection;
  }

  /**
   * Asks for a commit as a stream of Git objects.
   *
   * @param rev default: the default branch
   * @returns undefined if the server has no such revision
   * @throws STORAGE_UNREACHABLE, STORAGE_DENIED, STORAGE_REJECTED
   */
  async openCommit(rev: string | undefined, signal: AbortSignal | undefined): Promise<Readable | undefined> {
    const request = this.#connection.request({ action: "read", method: "GET", signal }, "/commit");
    if (rev !== undefined) request.url.searchParams.set("rev", rev);
    const answer = await this.#ifFound(() => this.#connection.send(request));
    return answer && openBody(answer.message, request);
  }

  /** Asks for Git objects by their ids, as a stream. @throws STORAGE_UNREACHABLE, STORAGE_DENIED, STORAGE_REJECTED */
  async openObjects(ids: readonly string[], signal: AbortSignal | undefined): Promise<Readable> {
    const request = this.#connection.request({ action: "read", method: "POST", signal, ...jsonBody({ ids }) }, "/git");
    return openBody((await this.#connection.send(request)).message, request);
  }

  /** Asks for one blob from a byte of it on, as a stream; throws as openObjects does. */
  async openBlob(id: string, start: number): Promise<Readable> {
    const asked = jsonBody({ ids: [id], start });
    const request = this.#connection.request({ action: "read", method: "POST", ...asked }, "/git");
    return openBody((await this.#connection.send(request)).message, request);
  }

  /** Asks for the tags. @throws BATCH_INVALID, STORAGE_UNREACHABLE, STORAGE_DENIED, STORAGE_REJECTED */
  async tags(signal: AbortSignal | undefined): Promise<readonly ServedTag[]> {
    const request = this.#connection.request({ action: "read", method: "GET", signal }, "/tags");
    const { message } = await this.#connection.send(request);
    return parseServedTags((await readBody(message, request)).toString("utf8"));
  }

  async #ifFound(send: () => Promise<HttpAnswer>): Promise<HttpAnswer | undefined> {
    try {
      return await send();
    } catch (error) {
      if (error instanceof LodeError && error.details.status === 404) return undefined;
      throw error;
    }
  }
}
