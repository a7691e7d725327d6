import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { temporaryName } from "../../fs/temporary-name.ts";
import { HttpClient } from "../http/http-client.ts";
import { httpBody } from "../http/http-upload.ts";
import { runAtOnce } from "../run-at-once.ts";
import { unfinishedFiles } from "../storage/find-broken.ts";
import type {
  IncomingFile,
  ListOptions,
  ReadOptions,
  RemoteStorage,
  StorageEntry,
  StorageFile,
  UnfinishedFile,
  Upload,
} from "../storage/remote-storage.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { davSend, davStatus, propfind, serverTime } from "./dav-client.ts";
import { DavFolders } from "./dav-folders.ts";
import { DavPlace } from "./dav-place.ts";
import { davFile, listDav, listDavDeep } from "./list-dav.ts";
import { readDav } from "./read-dav.ts";
import { webdavBase, webdavSettings } from "./webdav-settings.ts";

const JOBS = 16;

/**
 * A WebDAV server (RFC 4918). Uploads go to a name of their own in the folder, and get theirs by MOVE: what a server keeps of
 * an upload that broke off is never seen under a key.
 */
export class WebdavStorage implements RemoteStorage {
  readonly url: string;
  readonly jobs = JOBS;
  readonly #client: HttpClient;
  readonly #place: DavPlace;
  readonly #folders: DavFolders;
  /** Moves under way: servers lock the name that a file gets, and refuse a second one in the meantime. */
  readonly #moves = new Map<string, Promise<void>>();

  /** @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND, COMMAND_FAILED */
  constructor(access: StorageAccess) {
    const base = webdavBase(access.url);
    this.url = redactUrl(access.url).replace(/\/+$/, "");
    this.#client = new HttpClient(base.href, webdavSettings(access));
    base.username = "";
    base.password = "";
    this.#place = new DavPlace(base);
    this.#folders = new DavFolders(this.#client);
  }

  async stat(key: string, run: RunContext): Promise<StorageFile | undefined> {
    const resources = await propfind(this.#client, { url: this.#place.file(key), depth: "0" }, run);
    if (resources === undefined || resources === "refused") return undefined;
    const [resource] = await Array.fromAsync(resources);
    return resource === undefined || resource.isFolder ? undefined : davFile(key, resource);
  }

  async read(key: string, options: ReadOptions, run: RunContext): Promise<IncomingFile | undefined> {
    const file = await readDav(this.#client, { key, url: this.#place.file(key), options }, run);
    if (file?.isPage && (await this.stat(key, run)) === undefined) {
      file.stream().destroy();
      return undefined;
    }
    return file;
  }

  async write(key: string, upload: Upload, run: RunContext): Promise<StorageFile> {
    const target = this.#place.file(key);
    const folder = new URL(".", target);
    await this.#folders.ensure(folder, run);
    const temporary = new URL(temporaryName(), folder);
    try {
      const sizeBytes = await this.#put(temporary, upload, run);
      await this.#moveInTurn(temporary, target.href, run);
      return { key, sizeBytes };
    } catch (error) {
      // What could not be sent is not worth a second error; `gc --cloud` passes over such names, and nobody reads them.
      const request = { method: "DELETE", url: temporary, action: "delete", accept: [404, 410] };
      await davStatus(this.#client, request, {}).catch(() => undefined);
      throw error;
    }
  }

  list(folder: string, { recursive }: ListOptions, run: RunContext): AsyncIterable<StorageEntry> {
    const lister = { client: this.#client, place: this.#place, jobs: JOBS };
    return recursive ? listDavDeep(lister, folder, run) : listDav(lister, folder, run);
  }

  async remove(keys: readonly string[], run: RunContext): Promise<void> {
    await runAtOnce(keys, JOBS, async (key) => {
      const request = { method: "DELETE", url: this.#place.file(key), action: "delete", accept: [404, 410] };
      await davStatus(this.#client, request, run);
    });
  }

  async unfinished(folder: string, run: RunContext): Promise<readonly UnfinishedFile[]> {
    const lister = { client: this.#client, place: this.#place, jobs: JOBS, unfinished: true };
    const files = await Array.fromAsync(listDavDeep(lister, folder, run));
    if (files.length === 0) return [];
    const nowMs = await serverTime(this.#client, this.#place.folder(folder), run);
    return unfinishedFiles(files, nowMs);
  }

  urlOf(key: string): string {
    return key === "" ? this.url : `${this.url}/${key}`;
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** Returns how many bytes were sent. */
  async #put(url: URL, upload: Upload, run: RunContext): Promise<number> {
    const body = await httpBody(upload);
    const request = { method: "PUT", url, body, action: "write", accept: [404, 409] };
    if ((await davStatus(this.#client, request, run)) < 300) return body.sentBytes();
    this.#folders.forget();
    throw new LodeError("STORAGE_UNREACHABLE", `Cannot write '${url.href}': its folder has just been removed`, {
      details: { url: url.href },
    });
  }

  async #moveInTurn(from: URL, target: string, run: RunContext): Promise<void> {
    const before = this.#moves.get(target)?.catch(() => undefined);
    const move = (before ?? Promise.resolve()).then(() => this.#move(from, target, run));
    this.#moves.set(target, move);
    await move.finally(() => this.#moves.get(target) === move && this.#moves.delete(target));
  }

  async #move(from: URL, target: string, run: RunContext): Promise<void> {
    const headers = { destination: target, overwrite: "T" };
    const request = { method: "MOVE", url: from, headers, action: "give a name to" };
    const { status, message } = await davSend(this.#client, request, run);
    message.resume();
    if (status !== 207) return;
    throw new LodeError("STORAGE_REJECTED", `Cannot write '${target}': the server could not move it`, {
      details: { url: target },
    });
  }
}
