import { LodeError } from "@lode/core";
import { findManifestEntry, isDirOid, isRelPath, type ManifestEntry, type ObjectId } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import { claimedSize } from "../objects/claims.ts";
import { objectMissing } from "../objects/object-missing.ts";
import type { CommittedDataset } from "./committed-data.ts";
import type { CommittedOutput } from "./committed-outputs.ts";
import type { Snapshot, Snapshots } from "./snapshots.ts";

/** What data of a snapshot is read with. */
export interface DataPlaces {
  readonly database: Database;
  readonly snapshots: Snapshots;
}

/** A file or a tracked directory at a path of a snapshot. */
export interface FoundData {
  readonly output: CommittedDataset;
  /** Of a file its bytes, of a directory its manifest. */
  readonly object: ObjectId;
  /** Of the object, in bytes. */
  readonly objectBytes: number;
}

/** Finds the output that a path is or lies in, and the path in it; `""` is the output itself. */
export function outputAround(
  { outputs }: Snapshot,
  path: string,
): { readonly output: CommittedDataset; readonly within: string } | undefined {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    const output = outputs.get(path.slice(0, end));
    if (output !== undefined) return { output, within: path.slice(end + 1) };
  }
  return undefined;
}

/**
 * Finds the data at a path: an output, or a file in one.
 *
 * @throws PATH_NOT_FOUND if no output is there; OBJECT_MISSING if the repository does not hold the object
 */
export async function findData(places: DataPlaces, snapshot: Snapshot, path: string): Promise<FoundData> {
  const around = outputAround(snapshot, path);
  if (around === undefined) throw pathNotFound(snapshot, path);
  const { output, within } = around;
  const oid = within === "" ? output.oid : (await memberAt(places, snapshot, around))?.oid;
  if (oid === undefined) throw pathNotFound(snapshot, path);
  const object = { hashName: output.hashName, oid };
  const objectBytes = await claimedSize(places.database, snapshot.repository.id, object);
  if (objectBytes === undefined) throw objectMissing(object);
  return { output, object, objectBytes };
}

async function memberAt(
  places: DataPlaces,
  snapshot: Snapshot,
  { output, within }: { readonly output: CommittedOutput; readonly within: string },
): Promise<ManifestEntry | undefined> {
  if (!isDirOid(output.oid) || !isRelPath(within)) return undefined;
  return findManifestEntry(await manifestOf(places, snapshot, output), within);
}

/**
 * Reads the manifest of a directory that the repository holds.
 *
 * @throws OBJECT_MISSING if the repository does not hold it, MANIFEST_MISSING if the storage has lost it
 */
export async function manifestOf(
  { database, snapshots }: DataPlaces,
  { repository }: Snapshot,
  output: CommittedOutput,
) {
  if ((await claimedSize(database, repository.id, output)) === undefined) throw objectMissing(output);
  return await snapshots.manifest(output.hashName, output.oid);
}

/** The error for a path at which a snapshot has no data. */
export function pathNotFound({ repository, commit }: Snapshot, path: string): LodeError {
  return new LodeError("PATH_NOT_FOUND", `Cannot find data at '${path}' in '${repository.fullName}'`, {
    hint: "List the datasets of the revision with …/datasets of the API.",
    details: { path, commit },
  });
}
