import { LodeError } from "../base/lode-error.ts";
import type { ObjectId, Remote } from "./remote.ts";

/**
 * Stands for a remote that must not be contacted: whatever would need it throws OFFLINE at once. Work that finds all it
 * needs elsewhere never comes here.
 */
export class OfflineRemote implements Remote {
  readonly name: string;
  readonly url: string;
  readonly #remote: Remote;

  constructor(remote: Remote) {
    this.name = remote.name;
    this.url = remote.url;
    this.#remote = remote;
  }

  async findMissing(): Promise<never> {
    throw this.#offline();
  }

  async readObject(): Promise<never> {
    throw this.#offline();
  }

  async openRead(): Promise<never> {
    throw this.#offline();
  }

  async fetchInto(): Promise<never> {
    throw this.#offline();
  }

  async fetchFiles(): Promise<never> {
    throw this.#offline();
  }

  async pushFrom(): Promise<never> {
    throw this.#offline();
  }

  list(): never {
    throw this.#offline();
  }

  async remove(): Promise<never> {
    throw this.#offline();
  }

  objectUrl(id: ObjectId): string {
    return this.#remote.objectUrl(id);
  }

  #offline(): LodeError {
    return new LodeError("OFFLINE", `Cannot use the remote '${this.name}' (${this.url}): this is offline mode`, {
      hint: "Run the command again without offline mode.",
      details: { remote: this.name, url: this.url },
    });
  }
}
