import type { RunContext } from "../../base/events.ts";
import { nameInCloud } from "../cloud/cloud-url.ts";
import { incomingFile } from "../cloud/incoming.ts";
import { entriesOfPage } from "../cloud/listed-key.ts";
import { changedError } from "../cloud/refusal.ts";
import type { HttpAnswer } from "../http/http-request.ts";
import { emptyIncoming, isEmptyRange, rangeHeader, wholeSize } from "../http/range.ts";
import { runAtOnce } from "../run-at-once.ts";
import type {
  IncomingFile,
  ListOptions,
  ReadOptions,
  RemoteStorage,
  StorageEntry,
  StorageFile,
  Upload,
} from "../storage/remote-storage.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { type Asked, AzureApi } from "./azure-api.ts";
import { AzureUploads } from "./azure-uploads.ts";
import { blobFile, headProperties, isFolderBlob } from "./blob-file.ts";
import { readBlobList } from "./read-blob-list.ts";

/** Opens a container of Azure Blob Storage, or a path in one. Nothing is contacted. @throws URL_INVALID, CREDENTIALS_MISSING */
export function openAzureStorage(access: StorageAccess): RemoteStorage {
  return new AzureStorage(new AzureApi(access));
}

/** What one page of a listing holds, which is as much as the service gives. */
const PAGE_BLOBS = 5000;

class AzureStorage implements RemoteStorage {
  readonly url: string;
  readonly jobs = 16;
  readonly pageFiles = PAGE_BLOBS;
  readonly #api: AzureApi;
  readonly #uploads: AzureUploads;

  constructor(api: AzureApi) {
    this.url = api.settings.place.url;
    this.#api = api;
    this.#uploads = new AzureUploads(api);
  }

  async stat(key: string, run: RunContext, versionId?: string): Promise<StorageFile | undefined> {
    const name = nameInCloud(this.#api.settings.place, key);
    if (name === "") return undefined;
    const asked = { ...this.#asked("look at", key, run), parameters: { versionid: versionId } };
    const request = this.#api.request("HEAD", name, asked);
    const answer = await this.#api.send(request);
    if (this.#api.isMissing(answer)) return undefined;
    if (answer.status >= 300) throw await this.#api.refuse(request, answer);
    answer.message.resume();
    return this.#fileOf(key, answer);
  }

  async read(key: string, options: ReadOptions, run: RunContext): Promise<IncomingFile | undefined> {
    const { range, ifMatch, versionId } = options;
    const name = nameInCloud(this.#api.settings.place, key);
    if (name === "") return undefined;
    if (isEmptyRange(range)) return this.#emptyPart(key, run, versionId);
    const parameters = { versionid: versionId };
    const headers = { ...rangeHeader(range), ...(ifMatch !== undefined && { "if-match": ifMatch }) };
    const request = { ...this.#api.request("GET", name, { ...this.#asked("read", key, run), parameters }), headers };
    const answer = await this.#api.send(request);
    if (answer.status === 416) {
      answer.message.resume();
      return this.#emptyPart(key, run, versionId);
    }
    if (this.#api.isMissing(answer)) return undefined;
    if (answer.status === 412) {
      answer.message.resume();
      throw changedError(this.urlOf(key));
    }
    if (answer.status >= 300) throw await this.#api.refuse(request, answer);
    const file = this.#fileOf(key, answer);
    if (file !== undefined) return incomingFile(file, request, answer);
    answer.message.destroy();
    return undefined;
  }

  write(key: string, upload: Upload, run: RunContext): Promise<StorageFile> {
    return this.#uploads.send(
      { key, name: nameInCloud(this.#api.settings.place, key), shown: this.urlOf(key) },
      upload,
      run,
    );
  }

  async *list(
    folder: string,
    { recursive, versions = false }: ListOptions,
    run: RunContext,
  ): AsyncGenerator<StorageEntry> {
    const { prefix } = this.#api.settings.place;
    const begin = folder === "" ? prefix : `${prefix}${folder}/`;
    let marker: string | undefined;
    do {
      const parameters = {
        restype: "container",
        comp: "list",
        include: versions ? "metadata,versions" : "metadata",
        maxresults: String(PAGE_BLOBS),
        prefix: begin === "" ? undefined : begin,
        delimiter: recursive ? undefined : "/",
        marker,
      };
      const request = this.#api.request("GET", undefined, { ...this.#asked("list", folder, run), parameters });
      const page = await readBlobList(await this.#api.sendSuccessfully(request), request);
      yield* entriesOfPage(page, prefix, blobFile);
      marker = page.nextMarker;
    } while (marker !== undefined);
  }

  async remove(keys: readonly string[], run: RunContext): Promise<void> {
    await runAtOnce(keys, this.jobs, async (key) => {
      const request = {
        ...this.#api.request("DELETE", nameInCloud(this.#api.settings.place, key), this.#asked("delete", key, run)),
        headers: { "x-ms-delete-snapshots": "include" },
      };
      const answer = await this.#api.send(request);
      if (this.#api.isMissing(answer)) return;
      if (answer.status >= 300) throw await this.#api.refuse(request, answer);
      answer.message.resume();
    });
  }

  urlOf(key: string): string {
    return key === "" ? this.url : `${this.url}/${key}`;
  }

  close(): Promise<void> {
    return this.#api.close();
  }

  #asked(action: string, key: string, { signal }: RunContext): Asked {
    return { action, shown: this.urlOf(key), ...(signal !== undefined && { signal }) };
  }

  /** Undefined if it stands for a folder. */
  #fileOf(key: string, answer: HttpAnswer): StorageFile | undefined {
    const { headers } = answer.message;
    return isFolderBlob(headers) ? undefined : blobFile(key, headProperties(headers, wholeSize(answer)));
  }

  /** Of a part in which there is nothing, only the file is asked for. */
  async #emptyPart(key: string, run: RunContext, versionId: string | undefined): Promise<IncomingFile | undefined> {
    const file = await this.stat(key, run, versionId);
    return file && emptyIncoming(file);
  }
}
