import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { isTemporaryName } from "../../fs/temporary-name.ts";
import type { HttpClient } from "../http/http-client.ts";
import { runAtOnce } from "../run-at-once.ts";
import type { StorageEntry } from "../storage/remote-storage.ts";
import { propfind } from "./dav-client.ts";
import type { DavPlace } from "./dav-place.ts";
import type { DavResource } from "./parse-multistatus.ts";

/** What lists folders of a WebDAV server. */
export interface DavLister {
  readonly client: HttpClient;
  readonly place: DavPlace;
  /** How many folders are asked for at once. */
  readonly jobs: number;
  /** Whether the files are those that uploads are writing or have left, and no others. Default: those are left out. */
  readonly unfinished?: boolean;
}

/** Folders in folders in folders: a server that nests deeper makes them up. */
const MAX_DEPTH = 200;

/** Lists a folder's own files and folders; nothing if there is none. @throws as davStatus does */
export async function* listDav(lister: DavLister, folder: string, run: RunContext): AsyncGenerator<StorageEntry> {
  const { client, place } = lister;
  const resources = await propfind(client, { url: place.folder(folder), depth: "1" }, run);
  if (resources === undefined || resources === "refused") return;
  for await (const resource of resources) {
    const entry = entryOf(lister, resource);
    if (entry !== undefined && parentOf(entry.key) === folder && entry.key !== "") yield entry;
  }
}

/**
 * Lists the files of all levels: in one request if the server allows that, and else folder by folder. Folders that such an
 * answer leaves empty are asked for again, because some servers go one level down whatever is asked.
 *
 * Memory: the names of the folders, and the files of the folders that are asked for at once.
 */
export async function* listDavDeep(lister: DavLister, folder: string, run: RunContext): AsyncGenerator<StorageEntry> {
  const { client, place } = lister;
  const resources = await propfind(client, { url: place.folder(folder), depth: "infinity" }, run);
  if (resources === undefined) return;
  const unlisted = new Set([folder]);
  for await (const resource of resources === "refused" ? [] : resources) {
    const entry = entryOf(lister, resource);
    if (entry === undefined || !isBelow(entry.key, folder)) continue;
    unlisted.delete(parentOf(entry.key));
    if (entry.kind === "file") yield entry;
    else unlisted.add(entry.key);
  }
  yield* listLevels(lister, [...unlisted], run);
}

async function* listLevels(
  lister: DavLister,
  folders: readonly string[],
  run: RunContext,
): AsyncGenerator<StorageEntry> {
  for (let level = folders, depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw tooDeep(lister.place.folder(level[0] ?? ""));
    const found: StorageEntry[] = [];
    await runAtOnce(level, lister.jobs, async (each) => {
      for await (const entry of listDav(lister, each, run)) found.push(entry);
    });
    yield* found.filter(({ kind }) => kind === "file");
    level = found.filter(({ kind }) => kind === "folder").map(({ key }) => key);
  }
}

/** Undefined for what is being uploaded, or else for what is not. */
function entryOf(
  { place, unfinished = false }: DavLister,
  { href, isFolder, ...properties }: DavResource,
): StorageEntry | undefined {
  const key = place.keyOf(href);
  if (isFolder) return { kind: "folder", key };
  return isTemporaryName(nameOf(key)) === unfinished ? { kind: "file", ...davFile(key, properties) } : undefined;
}

/** What a server says of a file, as storage says it. */
export function davFile(key: string, { sizeBytes, etag, modifiedMs }: Omit<DavResource, "href" | "isFolder">) {
  return {
    key,
    sizeBytes,
    modifiedMs,
    etag,
    ...(etag !== undefined && { checksum: { key: "etag", value: etag } as const }),
  };
}

/** The folder that a key is in. */
export function parentOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf("/")));
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

function isBelow(key: string, folder: string): boolean {
  return key !== folder && (folder === "" || key.startsWith(`${folder}/`));
}

function tooDeep({ href }: URL): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot list '${href}': its folders have no end`, {
    details: { url: href },
  });
}
