import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { isSystemError } from "../../base/system-error.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { OBJECT_MODE } from "../../fs/file-modes.ts";
import type { FileStat } from "../../fs/file-stat.ts";
import { isLinkUnsupported, linkFile } from "../../fs/link-file.ts";
import { placeBytes, placeFile, placeNew } from "../../fs/place-file.ts";
import { checkIsFile, checkUnchanged, SMALL_FILE_BYTES } from "../../fs/stable-read.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import { temporaryName } from "../../fs/temporary-name.ts";
import { removeIfThere } from "../../fs/write-file-atomic.ts";
import { digestOf, objectPlace } from "../object-store.ts";
import type { AtOnce } from "./at-once.ts";
import type { JobRun } from "./each-item.ts";
import { findSound } from "./find-sound.ts";
import { hardlinkObject } from "./hardlink-object.ts";
import type { Intake } from "./intake.ts";
import { isKnownUnsupported, noteUnsupported } from "./known-links.ts";
import { type HashedFile, hashLarge, hashSmall, readAndHash, type SmallFile } from "./read-and-hash.ts";
import { isSettled } from "./set-digest.ts";

/**
 * Makes an object of a file by clone, hard link or copy, whichever works first, without ever replacing a sound one. A small
 * file on a disk without clones is done at once.
 *
 * 1. A clone is a snapshot: it is made first and then hashed. Otherwise the file is hashed, and a large one copied, in
 *    one pass.
 * 2. If the store has a sound object of that name, it stays.
 * 3. The bytes that were hashed get the name.
 *
 * @throws FILE_CHANGED, FILE_UNREADABLE, OBJECT_CORRUPT if it does not hash to what is expected; errors of the system
 *   as they are
 */
export function takeIn(intake: Intake, run: JobRun): AtOnce<HashedFile> {
  const { path, store } = intake;
  const small = isKnownUnsupported("reflink", intake)
    ? hashSmall({ path, hashName: store.hashName }, run, (file) => takeInSmall(intake, file, run))
    : undefined;
  return small ?? takeInByTemporary(intake, run);
}

function takeInSmall(intake: Intake, file: SmallFile, run: JobRun): AtOnce<HashedFile> {
  const { store, hints } = intake;
  const oid = checkExpected(intake, file);
  if (!hints.expectNew) {
    const found = findSound(store, oid, run);
    if (found instanceof Promise) return placeAfter(found, intake, file);
    if (found !== undefined) return file;
  }
  if (hardlinkObject(intake, oid, file)) return file;
  if (placeNew(objectPlace(store, oid, intake.modes), file.bytes) !== undefined) return file;
  hints.expectNew = false;
  return placeAfter(findSound(store, oid, run), intake, file);
}

/** Places a small file unless what has its name turns out to be sound. Meanwhile another job may use the buffer. */
async function placeAfter(found: AtOnce<FileStat | undefined>, intake: Intake, file: SmallFile): Promise<HashedFile> {
  const bytes = Buffer.from(file.bytes);
  const oid = checkExpected(intake, file);
  if ((await found) === undefined) placeBytes(objectPlace(intake.store, oid, intake.modes), bytes);
  return file;
}

async function takeInByTemporary(intake: Intake, run: JobRun): Promise<HashedFile> {
  const { path, store } = intake;
  const temporary: Temporary = { path: `${store.dir}/${temporaryName()}`, isMade: false };
  try {
    const clone = await hashClone(intake, temporary, run);
    const small =
      clone === undefined
        ? hashSmall({ path, hashName: store.hashName }, run, (file) => takeInSmall(intake, file, run))
        : undefined;
    if (small !== undefined) return await small;
    const file = clone ?? (await hashSource(intake, temporary, run));
    const oid = checkExpected(intake, file);
    const isLikelyNew = intake.hints.expectNew && file.stat.size <= SMALL_FILE_BYTES;
    if (!isLikelyNew && (await findSound(store, oid, run)) !== undefined) return file;
    if (temporary.isMade) {
      placeFile(objectPlace(store, oid, intake.modes), temporary.path);
      temporary.isMade = false;
    } else if (!hardlinkObject(intake, oid, file)) {
      // Read again, which happens only if hard links turn out not to work.
      await takeIn({ ...intake, expected: oid, hardlink: false }, run);
    }
    return file;
  } finally {
    if (temporary.isMade) removeIfThere(temporary.path);
  }
}

/** A temporary file of one intake; it is removed in the end unless it has got its name. */
interface Temporary {
  readonly path: string;
  isMade: boolean;
}

async function hashClone(intake: Intake, temporary: Temporary, run: JobRun): Promise<HashedFile | undefined> {
  const { path, store, modes } = intake;
  if (isKnownUnsupported("reflink", intake)) return undefined;
  const readAtMs = Date.now();
  const before = statIfThere(path);
  if (before === undefined) return undefined;
  checkIsFile(path, before);
  ensureDir(store.dir, modes);
  try {
    linkFile("reflink", path, temporary.path);
    temporary.isMade = true;
  } catch (error) {
    // A store that cannot be written to may still have every object.
    if (isSystemError(error, "EACCES", "EROFS")) return undefined;
    if (!isLinkUnsupported(error)) throw error;
    noteUnsupported("reflink", intake);
    return undefined;
  }
  const clone = await readAndHash({ path: temporary.path, hashName: store.hashName }, run);
  const after = statIfThere(path);
  if (after === undefined) {
    // Whatever comes back at this path may be something else.
    removeIfThere(temporary.path);
    temporary.isMade = false;
    return undefined;
  }
  checkUnchanged(path, { before, after, bytesRead: Number(clone.stat.size) });
  return { ...clone, stat: before, settled: isSettled(before.mtimeNs, readAtMs) };
}

async function hashSource(intake: Intake, temporary: Temporary, run: JobRun): Promise<HashedFile> {
  const { path, store, modes, hardlink } = intake;
  const copyLarge = () => {
    if (hardlink && !isKnownUnsupported("hardlink", intake)) return undefined;
    ensureDir(store.dir, modes);
    temporary.isMade = true;
    return { path: temporary.path, mode: OBJECT_MODE };
  };
  return await hashLarge({ path, hashName: store.hashName, copyLarge }, run);
}

function checkExpected({ expected, path }: Intake, file: HashedFile): Oid {
  if (expected === undefined || digestOf(expected) === file.oid) return expected ?? file.oid;
  throw new LodeError("OBJECT_CORRUPT", `Cannot use the object "${path}": its content hashes to ${file.oid}`, {
    hint: "Remove it, then get it again from a remote that has it",
    details: { path, expected, actual: file.oid },
  });
}
