import { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { DiskTree } from "../../fs/disk-tree.ts";
import { hashBytes, makeHasher } from "../../hash/md5.ts";
import { digestOf, type ObjectStore, objectPath } from "../../store/object-store.ts";
import type { TransferStep } from "../transfer-each.ts";
import type { HttpClient } from "./http-client.ts";
import { statusError } from "./http-errors.ts";
import type { HttpBody } from "./http-request.ts";

/** An object of a store, and where it goes. */
export interface Upload {
  readonly store: ObjectStore;
  readonly oid: Oid;
  readonly url: URL;
}

/** Up to this size an object is hashed before the first byte is sent. */
const SMALL_BYTES = 1 << 20;

/**
 * Sends an object. It is hashed on the way, and its last bytes are kept back until the hash is right: a server never
 * gets the wrong bytes whole.
 *
 * @throws OBJECT_CORRUPT, STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, IO_FAILED, CANCELLED
 */
export async function uploadObject(
  client: HttpClient,
  upload: Upload,
  signal: AbortSignal | undefined,
): Promise<TransferStep> {
  const body = await bodyOf(upload);
  if (body === undefined) return { status: "missing" };
  const { url } = upload;
  const request = { action: "write", method: client.settings.uploadMethod, url, body, signal };
  const { status, message } = await client.send(request);
  message.resume();
  if (status >= 300) throw statusError(request, status, message.statusMessage);
  return { status: "transferred", sizeBytes: body.sizeBytes };
}

async function bodyOf({ store, oid }: Upload): Promise<HttpBody | undefined> {
  const tree = new DiskTree(store.dir);
  const key = `${oid.slice(0, 2)}/${oid.slice(2)}`;
  const size = await tree.stat(key);
  if (size === undefined) return undefined;
  if (size.sizeBytes > SMALL_BYTES) {
    return { sizeBytes: size.sizeBytes, content: async () => verified({ store, oid }, await tree.openRead(key)) };
  }
  const bytes = await tree.readBytes(key);
  if (bytes === undefined) return undefined;
  refuseCorrupt({ store, oid }, hashBytes(bytes, store.hashName));
  return { sizeBytes: bytes.length, content: bytes };
}

type StoredObject = Omit<Upload, "url">;

function verified(object: StoredObject, stream: Readable | undefined): Readable {
  if (stream === undefined) {
    throw new LodeError("OBJECT_MISSING", `Cannot send the object '${object.oid}': it has just been removed`);
  }
  return Readable.from(checked(object, stream));
}

async function* checked(object: StoredObject, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hasher = makeHasher(object.store.hashName);
  let held: Buffer | undefined;
  for await (const chunk of source) {
    hasher.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  refuseCorrupt(object, hasher.digest());
  if (held !== undefined) yield held;
}

function refuseCorrupt({ store, oid }: StoredObject, actual: string): void {
  if (actual === digestOf(oid)) return;
  const path = objectPath(store, oid);
  throw new LodeError("OBJECT_CORRUPT", `Cannot send the object "${path}": its content hashes to ${actual}`, {
    hint: "Remove it, then get it again from a remote that has it",
    details: { path, expected: oid, actual },
  });
}
