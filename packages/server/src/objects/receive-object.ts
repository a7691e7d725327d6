import { Readable } from "node:stream";
import { LodeError } from "@lode/core";
import { isDirOid, type ObjectId, type ObjectStore, putStream, readManifest, removeTree } from "@lode/core/engine";
import type { AccessTarget } from "../accounts/access.ts";
import type { Caller } from "../accounts/caller.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import { InTurn } from "../jobs/in-turn.ts";
import { claim, findUnclaimed } from "./claims.ts";
import type { ObjectStorage } from "./object-storage.ts";
import { stagingStore } from "./staging.ts";

/** What objects are received into. */
export interface ObjectPlaces {
  readonly database: Database;
  readonly objects: ObjectStorage;
}

/** An upload: who sends what to which repository. */
export interface Upload {
  readonly caller: Caller;
  readonly repository: AccessTarget;
  readonly id: ObjectId;
  /** What the client says that it sends; NaN if it does not say. */
  readonly declaredBytes: number;
  readonly body: Readable;
}

/** The largest manifest that is taken, in bytes: about a million files. */
const MANIFEST_MAX_BYTES = 100_000_000;
/** The most members that an error names. */
const MISSING_NAMED = 100;

/** A manifest takes several times its size in memory. */
const manifests = new InTurn(1);

/**
 * Receives an object of a repository. Its bytes are hashed before they get their name, and stored before the repository
 * holds it; a manifest is stored only after the repository holds every member, and each is there.
 *
 * @throws OBJECT_CORRUPT if the bytes do not hash to the id; MANIFEST_INVALID, OBJECT_TOO_LARGE, MEMBERS_MISSING. Nothing
 *   of it is kept then.
 */
export async function receiveObject(places: ObjectPlaces, upload: Upload): Promise<void> {
  const { id, body } = upload;
  const sizeBytes = isDirOid(id.oid) ? await receiveManifest(places, upload) : await places.objects.putStream(id, body);
  await claim(places.database, upload, { ...id, sizeBytes });
}

async function receiveManifest(places: ObjectPlaces, upload: Upload): Promise<number> {
  const { id, body, declaredBytes } = upload;
  // Before anything is read: whoever is answered while sending may not hear the answer.
  if (declaredBytes > MANIFEST_MAX_BYTES) throw manifestTooLarge();
  const staging = stagingStore(places.objects.stagingDir, id.hashName, newId());
  try {
    await putStream(staging, Readable.from(limited(body), { objectMode: false }), id.oid);
    return await manifests.run(async () => {
      await checkMembers(places, upload, staging);
      return await places.objects.putFrom(staging, id.oid);
    });
  } finally {
    removeTree(staging.dir);
  }
}

async function* limited(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of body) {
    seen += chunk.length;
    if (seen > MANIFEST_MAX_BYTES) throw manifestTooLarge();
    yield chunk;
  }
}

function manifestTooLarge(): LodeError {
  return new LodeError("OBJECT_TOO_LARGE", `Cannot take the manifest: it is larger than ${MANIFEST_MAX_BYTES} bytes`);
}

async function checkMembers({ database, objects }: ObjectPlaces, upload: Upload, staging: ObjectStore): Promise<void> {
  const { hashName, oid } = upload.id;
  const read = await readManifest(staging, oid);
  if (read.status !== "ok") {
    throw new LodeError(
      "MANIFEST_INVALID",
      `Cannot store the manifest '${oid}': ${"reason" in read ? read.reason : "it is gone"}`,
    );
  }
  const oids = [...new Set(read.manifest.map((entry) => entry.oid))];
  const unclaimed = await findUnclaimed(database, upload.repository.id, { hashName, oids });
  const held = oids.filter((member) => !unclaimed.has(member));
  const missing = [...unclaimed, ...(await objects.remote.findMissing({ hashName, oids: held }, {}))];
  if (missing.length === 0) return;
  throw new LodeError(
    "MEMBERS_MISSING",
    `Cannot store the manifest '${oid}': the repository lacks ${missing.length} of its members`,
    {
      hint: "Send the members first: `dvc push` and `lode push` do.",
      details: { missing: missing.slice(0, MISSING_NAMED), count: missing.length },
    },
  );
}
