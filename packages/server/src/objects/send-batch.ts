import { cutBatches, frameHead, type Oid } from "@lode/core/engine";
import type { AccessTarget } from "../accounts/access.ts";
import type { Database } from "../db/open-database.ts";
import { claimedSizes } from "./claims.ts";
import type { ObjectStorage } from "./object-storage.ts";
import { BATCH_OBJECT_MAX_BYTES } from "./receive-batch.ts";
import type { ObjectPlaces } from "./receive-object.ts";

/** So much is read and sent together, apart from a single larger object. */
const AT_ONCE = { items: 500, bytes: 512 << 10 };

/** So many times that much is read while as much is being sent: storage over a network takes its time. */
const READ_AHEAD = 2;

/** Of so many ids the database is asked at once, when the first of them has its turn: the answer does not wait for all of them. */
const CLAIMS_AT_ONCE = 1000;

/** An object that is asked for. */
interface AskedObject {
  readonly oid: Oid;
  /** How many bytes of it are to be sent. */
  readonly sizeBytes: number;
  /** Why none are; undefined if it is sent. */
  readonly unsent?: "missing" | "large";
}

/** Gives the objects of a repository that are asked for as frames, in their order. The receiver verifies the bytes. */
export async function* sendBatch(
  { database, objects }: ObjectPlaces,
  repository: AccessTarget,
  oids: readonly Oid[],
): AsyncGenerator<Buffer> {
  const reading: Promise<Buffer>[] = [];
  for await (const asked of askedTogether(database, repository, oids)) {
    const frames = framesOf(objects, asked);
    // Told when its turn comes.
    frames.catch(() => undefined);
    if (reading.push(frames) > READ_AHEAD) yield (await reading.shift()) as Buffer;
  }
  for (const frames of reading) yield await frames;
}

async function* askedTogether(
  database: Database,
  { id }: AccessTarget,
  oids: readonly Oid[],
): AsyncGenerator<readonly AskedObject[]> {
  for (let start = 0; start < oids.length; start += CLAIMS_AT_ONCE) {
    const some = oids.slice(start, start + CLAIMS_AT_ONCE);
    const sizes = await claimedSizes(database, id, { hashName: "md5", oids: some });
    yield* cutBatches(
      some.map((oid) => askedObject(oid, sizes.get(oid))),
      AT_ONCE,
    );
  }
}

/** @param claimedBytes undefined if the repository does not hold the object */
function askedObject(oid: Oid, claimedBytes: number | undefined): AskedObject {
  if (claimedBytes === undefined) return { oid, sizeBytes: 0, unsent: "missing" };
  return claimedBytes > BATCH_OBJECT_MAX_BYTES
    ? { oid, sizeBytes: 0, unsent: "large" }
    : { oid, sizeBytes: claimedBytes };
}

async function framesOf(objects: ObjectStorage, asked: readonly AskedObject[]): Promise<Buffer> {
  const sent = asked.filter(({ unsent }) => unsent === undefined).map(({ oid }) => oid);
  const contents = (await objects.readAll(sent, BATCH_OBJECT_MAX_BYTES)).values();
  const parts = asked.flatMap(({ oid, unsent }) => {
    const bytes = unsent === undefined ? contents.next().value : undefined;
    return bytes === undefined ? [frameHead(oid, unsent ?? "missing")] : [frameHead(oid, bytes.length), bytes];
  });
  return Buffer.concat(parts);
}
