import { frameHead, type Oid } from "@lode/core/engine";
import type { AccessTarget } from "../accounts/access.ts";
import type { Database } from "../db/open-database.ts";
import { claimedSizes } from "./claims.ts";
import type { ObjectStorage } from "./object-storage.ts";
import { BATCH_OBJECT_MAX_BYTES } from "./receive-batch.ts";
import type { ObjectPlaces } from "./receive-object.ts";

/** Small objects are sent together in pieces of about this size. */
const PIECE_BYTES = 256 * 1024;

/** How many objects are read at once, each of at most BATCH_OBJECT_MAX_BYTES: storage over a network takes its time. */
const READ_AHEAD = 16;

/** Of so many ids the database is asked at once, when the first of them has its turn: the answer does not wait for all of them. */
const CLAIMS_AT_ONCE = 1000;

/** Gives the objects of a repository that are asked for as frames, in their order. The receiver verifies the bytes. */
export async function* sendBatch(
  { database, objects }: ObjectPlaces,
  repository: AccessTarget,
  oids: readonly Oid[],
): AsyncGenerator<Buffer> {
  const sizesFor = claimedInTurn(database, repository, oids);
  let parts: Buffer[] = [];
  let length = 0;
  const frames = inOrder(oids, async (oid, index) => frameOf(objects, oid, (await sizesFor(index)).get(oid)));
  for await (const frame of frames) {
    for (const part of frame) {
      parts.push(part);
      length += part.length;
    }
    if (length < PIECE_BYTES) continue;
    yield Buffer.concat(parts, length);
    parts = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(parts, length);
}

/** Makes what gives the sizes of the objects around one of the ids, by its index. */
function claimedInTurn(
  database: Database,
  { id }: AccessTarget,
  oids: readonly Oid[],
): (index: number) => Promise<ReadonlyMap<Oid, number>> {
  const asked = new Map<number, Promise<ReadonlyMap<Oid, number>>>();
  return (index) => {
    const start = index - (index % CLAIMS_AT_ONCE);
    const known = asked.get(start);
    if (known !== undefined) return known;
    const sizes = claimedSizes(database, id, { hashName: "md5", oids: oids.slice(start, start + CLAIMS_AT_ONCE) });
    asked.set(start, sizes);
    return sizes;
  };
}

/** Does work on items, some at once, and gives the results in the order of the items. */
async function* inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  const begin = (item: Item, index: number): void => {
    const result = work(item, index);
    // Told when its turn comes.
    result.catch(() => undefined);
    begun.push(result);
  };
  for (const [index, item] of items.entries()) {
    begin(item, index);
    if (index >= READ_AHEAD - 1) yield (await begun.shift()) as Result;
  }
  for (const result of begun) yield await result;
}

/** @param sizeBytes undefined if the repository does not hold the object */
async function frameOf({ remote }: ObjectStorage, oid: Oid, sizeBytes: number | undefined): Promise<readonly Buffer[]> {
  if (sizeBytes === undefined) return [frameHead(oid, "missing")];
  if (sizeBytes > BATCH_OBJECT_MAX_BYTES) return [frameHead(oid, "large")];
  const bytes = await remote.readObject({ hashName: "md5", oid });
  return bytes === undefined ? [frameHead(oid, "missing")] : [frameHead(oid, bytes.length), bytes];
}
