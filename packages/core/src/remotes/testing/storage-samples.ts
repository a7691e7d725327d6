import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { compareCodePoints } from "../../base/code-point-order.ts";
import type { ReadOptions, RemoteStorage, Upload } from "../storage/remote-storage.ts";

/** One storage under test; closed by its test. */
export interface StorageUnderTest {
  /** Of a folder in which nothing is yet. */
  readonly storage: RemoteStorage;
  /** Opens storage of the same server at another URL. */
  readonly at: (url: string) => RemoteStorage | Promise<RemoteStorage>;
  /** What no storage of this kind can do, however well it is written. Default: nothing. */
  readonly lacks?: readonly StorageAbility[];
}

/** What not every kind of storage, or server of tests, can do. */
export type StorageAbility = "ifMatch" | "emptyFiles";

/** Opens the storage of a new, empty folder on the server. */
export type OpenStorage = () => Promise<StorageUnderTest>;

export const RUN = {};
export const LARGE_BYTES = 21 << 20;

export function bytesOf(text: string): Upload {
  return { kind: "bytes", bytes: Buffer.from(text) };
}

export function streamOf(chunks: readonly Buffer[]): Extract<Upload, { kind: "stream" }> {
  return { kind: "stream", stream: Readable.from(chunks), sizeBytes: undefined };
}

export function fileOf(bytes: Buffer): Upload {
  const open = ({ start, end }: { start: number; end?: number }) => Readable.from(chunksOf(bytes.subarray(start, end)));
  return { kind: "file", sizeBytes: bytes.length, open };
}

/** No two parts of it are the same, so that parts in a wrong order are noticed. */
export function largeBytes(): Buffer {
  const bytes = Buffer.alloc(LARGE_BYTES);
  for (let at = 0; at + 4 <= LARGE_BYTES; at += 1024) bytes.writeUInt32BE(at, at);
  return bytes;
}

export function chunksOf(bytes: Buffer): readonly Buffer[] {
  const size = 300_007;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** Undefined if there is no such file. */
export async function textAt(
  storage: RemoteStorage,
  key: string,
  options: ReadOptions = {},
): Promise<string | undefined> {
  const file = await storage.read(key, options, RUN);
  return file && String(await file.bytes());
}

export async function isAt(storage: RemoteStorage, key: string, bytes: Buffer): Promise<boolean> {
  const file = await storage.read(key, {}, RUN);
  return file !== undefined && file.sizeBytes === bytes.length && (await buffer(file.stream())).equals(bytes);
}

/** Folders end in a slash. */
export async function keysBelow(
  storage: RemoteStorage,
  folder: string,
  recursive: boolean,
): Promise<readonly string[]> {
  const entries = await Array.fromAsync(storage.list?.(folder, { recursive }, RUN) ?? []);
  return entries.map(({ kind, key }) => (kind === "folder" ? `${key}/` : key)).sort(compareCodePoints);
}

export function sizeAndChecksum(
  file: Awaited<ReturnType<RemoteStorage["stat"]>> | { readonly kind: "folder" } | undefined,
) {
  return file !== undefined && "sizeBytes" in file ? [file.sizeBytes, file.checksum, file.etag] : file;
}
