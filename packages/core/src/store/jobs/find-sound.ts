import type { Oid } from "../../base/oid.ts";
import { OBJECT_MODE, PERMISSIONS } from "../../fs/file-modes.ts";
import type { ContentStat, FileStat } from "../../fs/file-stat.ts";
import { trySetMode } from "../../fs/set-mode.ts";
import { makeReadBuffer } from "../../fs/stable-read.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import { digestOf, type ObjectStore, objectPath } from "../object-store.ts";
import { quarantineObject } from "../quarantine-object.ts";
import { type AtOnce, andThen } from "./at-once.ts";
import type { JobRun } from "./each-item.ts";
import { readAndHash } from "./read-and-hash.ts";

const EMPTY_DIGEST = "d41d8cd98f00b204e9800998ecf8427e";

/**
 * Looks whether a store has an object, by DVC's rule: mode exactly 0444 is trusted, another is hashed, and the object
 * made 0444 or set aside. One exception: an empty file that should not be empty is never trusted, since a power cut
 * leaves such files.
 *
 * @returns what `stat` says of the object; undefined if the store does not have it
 * @throws FILE_CHANGED, FILE_UNREADABLE; errors of the system as they are
 */
export function findSound(store: ObjectStore, oid: Oid, run: JobRun): AtOnce<FileStat | undefined> {
  return andThen(findSoundAsItIs(store, oid, run), (stat) => {
    if (stat !== undefined && !isProtected(stat)) trySetMode(objectPath(store, oid), OBJECT_MODE);
    return stat;
  });
}

/** Does what findSound does, but leaves the mode of a sound object as it is. */
export function findSoundAsItIs(store: ObjectStore, oid: Oid, run: JobRun): AtOnce<FileStat | undefined> {
  const stat = statIfThere(objectPath(store, oid));
  if (stat === undefined || stat.isDirectory()) return undefined;
  if (isProtected(stat) && (stat.size !== 0n || digestOf(oid) === EMPTY_DIGEST)) return stat;
  secondBuffer ??= makeReadBuffer();
  const request = { path: objectPath(store, oid), hashName: store.hashName };
  return andThen(readAndHash(request, { ...run, buffer: secondBuffer }), (hashed) => {
    if (hashed.oid === digestOf(oid)) return stat;
    quarantineObject(store, oid);
    return undefined;
  });
}

/** Says whether an object has the mode that is trusted. */
export function isProtected({ mode }: ContentStat): boolean {
  return (Number(mode) & PERMISSIONS) === OBJECT_MODE;
}

/** The buffer of the run may hold the bytes of which the object is made. */
let secondBuffer: Buffer | undefined;
