import type { RunContext } from "../../base/events.ts";
import { nameInCloud } from "../cloud/cloud-url.ts";
import { incomingFile } from "../cloud/incoming.ts";
import { entriesOfPage } from "../cloud/listed-key.ts";
import { changedError } from "../cloud/refusal.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
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
import { GsApi } from "./gs-api.ts";
import { type GsObject, gsFile, OBJECT_FIELDS } from "./gs-object.ts";
import { GsUploads } from "./gs-uploads.ts";

/** Opens a bucket of Google Cloud Storage, or a path in one. Nothing is contacted. @throws URL_INVALID */
export function openGsStorage(access: StorageAccess): RemoteStorage {
  return new GsStorage(new GsApi(access));
}

/** What one page of a listing holds, which is as much as the service gives. */
const PAGE_OBJECTS = 1000;

class GsStorage implements RemoteStorage {
  readonly url: string;
  readonly jobs = 16;
  readonly pageFiles = PAGE_OBJECTS;
  readonly #api: GsApi;
  readonly #uploads: GsUploads;

  constructor(api: GsApi) {
    this.url = api.settings.place.url;
    this.#api = api;
    this.#uploads = new GsUploads(api);
  }

  async stat(key: string, run: RunContext, versionId?: string): Promise<StorageFile | undefined> {
    const name = nameInCloud(this.#api.settings.place, key);
    if (name === "") return undefined;
    const url = this.#api.objectUrl(name, { fields: OBJECT_FIELDS, generation: versionId });
    const request = { ...this.#asked("look at", key, run), url };
    const answer = await this.#api.send(request);
    if (await this.#isMissing(answer, run)) return undefined;
    return gsFile(key, (await this.#api.readJson(request, answer)) as GsObject);
  }

  async read(key: string, options: ReadOptions, run: RunContext): Promise<IncomingFile | undefined> {
    const { range, ifMatch, versionId } = options;
    const name = nameInCloud(this.#api.settings.place, key);
    if (name === "") return undefined;
    if (isEmptyRange(range)) return this.#emptyPart(key, run, versionId);
    const url = this.#api.objectUrl(name, {
      alt: "media",
      generation: versionId,
      ifGenerationMatch: ifMatch,
    });
    const request = { ...this.#asked("read", key, run), url, headers: rangeHeader(range) };
    const answer = await this.#api.send(request);
    if (answer.status === 416) {
      answer.message.resume();
      return this.#emptyPart(key, run, versionId);
    }
    if (await this.#isMissing(answer, run)) return undefined;
    if (answer.status === 412) {
      answer.message.resume();
      throw changedError(this.urlOf(key));
    }
    if (answer.status >= 300) throw await this.#api.refuse(request, answer);
    const file = describe(key, answer);
    if (ifMatch === undefined || file.etag === undefined || file.etag === ifMatch) {
      return incomingFile(file, request, answer);
    }
    answer.message.destroy();
    throw changedError(this.urlOf(key));
  }

  write(key: string, upload: Upload, run: RunContext): Promise<StorageFile> {
    return this.#uploads.send(
      { key, name: nameInCloud(this.#api.settings.place, key), shown: this.urlOf(key) },
      upload,
      run,
    );
  }

  async *list(folder: string, { recursive }: ListOptions, run: RunContext): AsyncGenerator<StorageEntry> {
    const { prefix } = this.#api.settings.place;
    const begin = folder === "" ? prefix : `${prefix}${folder}/`;
    let pageToken: string | undefined;
    do {
      const url = this.#api.objectUrl(undefined, {
        prefix: begin === "" ? undefined : begin,
        delimiter: recursive ? undefined : "/",
        maxResults: String(PAGE_OBJECTS),
        fields: `items(${OBJECT_FIELDS}),prefixes,nextPageToken`,
        pageToken,
      });
      const page = (await this.#api.sendForJson({ ...this.#asked("list", folder, run), url })) as ListPage;
      yield* entriesOfPage({ files: page.items ?? [], folders: page.prefixes ?? [] }, prefix, gsFile);
      pageToken = page.nextPageToken;
    } while (pageToken !== undefined && pageToken !== "");
  }

  async remove(keys: readonly string[], run: RunContext): Promise<void> {
    await runAtOnce(keys, this.jobs, async (key) => {
      const url = this.#api.objectUrl(nameInCloud(this.#api.settings.place, key), {});
      const request = { ...this.#asked("delete", key, run), method: "DELETE", url };
      const answer = await this.#api.send(request);
      if (await this.#isMissing(answer, run)) return;
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

  #asked(action: string, key: string, { signal }: RunContext): Omit<HttpRequest, "url"> {
    return { action, method: "GET", shown: this.urlOf(key), signal };
  }

  /** Of a part in which there is nothing, only the file is asked for. */
  async #emptyPart(key: string, run: RunContext, versionId: string | undefined): Promise<IncomingFile | undefined> {
    const file = await this.stat(key, run, versionId);
    return file && emptyIncoming(file);
  }

  async #isMissing({ status, message }: HttpAnswer, run: RunContext): Promise<boolean> {
    if (status !== 404) return false;
    message.resume();
    await this.#api.ensureBucket(run);
    return true;
  }
}

interface ListPage {
  readonly items?: readonly GsObject[];
  readonly prefixes?: readonly string[];
  readonly nextPageToken?: string;
}

/** What the head of a download says of the object. */
function describe(key: string, answer: HttpAnswer): StorageFile {
  const { headers } = answer.message;
  const sizeBytes = wholeSize(answer);
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
  const modified = header("last-modified");
  const etag = header("etag");
  const generation = header("x-goog-generation");
  return gsFile(key, {
    ...(sizeBytes !== undefined && { size: String(sizeBytes) }),
    ...(etag !== undefined && { etag }),
    ...(generation !== undefined && { generation }),
    ...(modified !== undefined && { updated: modified }),
  });
}
