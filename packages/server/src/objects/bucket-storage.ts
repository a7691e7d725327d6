import type { LodeError } from "@lode/core";
import {
  arrivedCorrupt,
  defaultRetries,
  digestOf,
  hashBytes,
  loadNamelessFiles,
  lstatPath,
  type ManifestResult,
  type ObjectId,
  type ObjectStore,
  type Oid,
  objectPath,
  putStream,
  type RemoteStorage,
  RetryingRemote,
  readManifest,
  removeTree,
  retryPassing,
  StorageRemote,
} from "@lode/core/engine";
import { newId } from "../db/new-id.ts";
import { InTurn } from "../jobs/in-turn.ts";
import { objectMissing } from "./object-missing.ts";
import type { NewObject, ObjectStorage } from "./object-storage.ts";
import { cleanStaging, newStagingDir, stagingStore } from "./staging.ts";

/** What a storage over a network is made of. */
export interface BucketOptions {
  /** `s3://bucket/prefix`. */
  readonly url: string;
  /** Absolute path of the folder in which what is not checked yet is kept. */
  readonly dataDir: string;
  /** Called when the storage is needed for the first time. */
  readonly open: () => Promise<RemoteStorage>;
}

/** How many small objects are sent at once, of all requests together. */
const SENDS_MOST = 32;

/** And how many are read. */
const READS_MOST = 32;

/**
 * The storage in a bucket that replicas share. Small objects are hashed in memory; anything else is written to the staging
 * folder while it is hashed, and sent from there.
 */
export function bucketStorage({ url, dataDir, open }: BucketOptions): ObjectStorage {
  const stagingDir = newStagingDir(dataDir);
  const bucket = new StorageRemote({ name: "objects", url, lists: true, open });
  const remote = new RetryingRemote(bucket);
  const sends = new InTurn(SENDS_MOST);
  const reads = new InTurn(READS_MOST);

  const putFrom = async (store: ObjectStore, oid: Oid): Promise<number> => {
    const id = { hashName: store.hashName, oid };
    const { failed } = await remote.pushFrom(store, [oid], {});
    for (const { error } of failed) throw error;
    const stats = lstatPath(objectPath(store, oid));
    if (stats === undefined) throw objectMissing(id);
    // Of the older kind, another content with the same digest may have been there before.
    return store.hashName === "md5" ? Number(stats.size) : await storedSize(bucket, id);
  };
  const inStaging = async <T>({ hashName }: ObjectId, work: (store: ObjectStore) => Promise<T>): Promise<T> => {
    const store = stagingStore(stagingDir, hashName, newId());
    try {
      return await work(store);
    } finally {
      removeTree(store.dir);
    }
  };

  return {
    remote,
    stagingDir,
    async prepare(isAlone) {
      await loadNamelessFiles();
      cleanStaging(dataDir, isAlone);
    },
    putAll: (objects) => Promise.all(objects.map((object) => sends.run(() => putBytes(bucket, object)))),
    putStream: (id, stream) =>
      inStaging(id, async (store) => {
        await putStream(store, stream, id.oid);
        return await putFrom(store, id.oid);
      }),
    putFrom,
    readAll: (oids) => Promise.all(oids.map((oid) => reads.run(() => remote.readObject({ hashName: "md5", oid })))),
    readManifest: (id) => inStaging(id, (store) => fetchManifest(remote, store, id.oid)),
  };
}

async function putBytes(bucket: StorageRemote, { oid, bytes }: NewObject): Promise<LodeError | undefined> {
  const actual = hashBytes(bytes);
  if (actual !== digestOf(oid)) return arrivedCorrupt("store", oid, actual);
  const send = () => bucket.send({ hashName: "md5", oid }, { kind: "bytes", bytes }, {});
  await retryPassing(send, defaultRetries, undefined);
  return undefined;
}

async function storedSize(bucket: StorageRemote, id: ObjectId): Promise<number> {
  const sizeBytes = await retryPassing(() => bucket.sizeOf(id, {}), defaultRetries, undefined);
  if (sizeBytes === undefined) throw objectMissing(id);
  return sizeBytes;
}

async function fetchManifest(remote: RetryingRemote, store: ObjectStore, oid: Oid): Promise<ManifestResult> {
  const { failed } = await remote.fetchInto(store, [oid], {});
  for (const { error } of failed) throw error;
  return await readManifest(store, oid);
}
