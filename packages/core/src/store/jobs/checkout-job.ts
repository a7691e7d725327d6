import { LodeError } from "../../base/lode-error.ts";
import { isSystemError } from "../../base/system-error.ts";
import { type FileModes, fileModes } from "../../fs/file-modes.ts";
import type { ContentStat, FileStat } from "../../fs/file-stat.ts";
import { ioError } from "../../fs/io-error.ts";
import { isLinkUnsupported, linkFile } from "../../fs/link-file.ts";
import type { LinkType } from "../../fs/link-type.ts";
import { lstatIfThere, moveFile } from "../../fs/move-file.ts";
import { type Placement, placeBytes, placeFile, placeNew } from "../../fs/place-file.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import { temporaryName } from "../../fs/temporary-name.ts";
import { removeIfThere } from "../../fs/write-file-atomic.ts";
import { makeDigests } from "../file-digests.ts";
import { digestOf, objectPath } from "../object-store.ts";
import { type AtOnce, andThen } from "./at-once.ts";
import { eachItem, type JobControl, type JobRun } from "./each-item.ts";
import { findSound, findSoundAsItIs } from "./find-sound.ts";
import type { CheckoutJob, JobReply } from "./job.ts";
import { isKnownUnsupported, noteUnsupported } from "./known-links.ts";
import { type HashedFile, hashLarge, hashSmall } from "./read-and-hash.ts";
import { setDigest } from "./set-digest.ts";

/** Runs a CheckoutJob. */
export async function checkoutItems(job: CheckoutJob, control: JobControl): Promise<JobReply> {
  const digests = makeDigests(job.items.length);
  const modes = fileModes(job.store.shared);
  const types = typesToTry(job);
  const hints = { expectNew: true };
  const result = await eachItem(job.items, control, {
    work: (item, run) => checkoutOne({ job, item, target: targetOf(job, item), modes, types, run, hints }),
    accept: (stat, index) => {
      const item = job.items[index];
      if (item !== undefined) setDigest(digests, index, { oid: item.oid, stat, settled: true });
    },
    fail: (error, item) => describe(error, { job, item, target: targetOf(job, item) }),
  });
  return { ...result, digests };
}

/** A reflink that fails has made a file and removed it, which is too much for each of a thousand short jobs. */
function typesToTry({ root, store, linkTypes }: CheckoutJob): LinkType[] {
  return linkTypes.filter((type) => type !== "reflink" || !isKnownUnsupported(type, { sourceDir: root, store }));
}

function targetOf({ root }: CheckoutJob, { relpath }: CheckoutJob["items"][number]): string {
  return `${root}/${relpath}`;
}

/** One item on its way. */
interface Checkout {
  readonly job: CheckoutJob;
  readonly item: CheckoutJob["items"][number];
  readonly target: string;
  readonly modes: FileModes;
  /** The types still to be tried; one that turns out not to work is taken out. */
  readonly types: LinkType[];
  readonly run: JobRun;
  /** Whether the place of the file before was free; shared by the files of a job. */
  readonly hints: { expectNew: boolean };
}

function checkoutOne(checkout: Checkout): AtOnce<ContentStat> {
  const { job, target, types } = checkout;
  const [type] = types;
  if (type === undefined) {
    throw new LodeError("LINK_UNSUPPORTED", `Cannot create "${target}": none of the link types works here`, {
      hint: "Add copy to them: lode config cache.type reflink,copy",
      details: { path: target, linkTypes: job.linkTypes },
    });
  }
  const tryNext = (error: unknown): AtOnce<ContentStat> => {
    if (type === "copy" || !isLinkUnsupported(error)) throw error;
    if (type === "reflink") noteUnsupported(type, { sourceDir: job.root, store: job.store });
    // Files that were on their way at the same time find out the same.
    if (types[0] === type) types.shift();
    return checkoutOne(checkout);
  };
  try {
    const placed = place(type, checkout);
    return placed instanceof Promise ? placed.catch(tryNext) : placed;
  } catch (error) {
    return tryNext(error);
  }
}

function place(type: LinkType, checkout: Checkout): AtOnce<ContentStat> {
  const { job, item, run } = checkout;
  // The mode of a link is the mode of its object, which must stay 0444.
  const isLink = (type === "hardlink" || type === "symlink") && item.executable !== true;
  if (type === "copy" || (!isLink && type !== "reflink")) return placeCopy(checkout);
  return andThen((isLink ? findSound : findSoundAsItIs)(job.store, item.oid, run), (object) => {
    if (object === undefined) throw missing(checkout);
    run.bytes += Number(object.size);
    if (!isLink) return placeClone(checkout);
    if (type === "hardlink" && object.size === 0n) return placeContent(checkout, new Uint8Array(0)) ?? object;
    placeLink(type, checkout, object);
    return object;
  });
}

/** Makes sure that nothing is in the way but what may be replaced. The few microseconds until it is are not covered. */
function checkFree({ job, target }: Checkout): FileStat | undefined {
  const old = lstatIfThere(target);
  if (old !== undefined && (!job.replace || old.isDirectory())) throw occupied(target);
  return old;
}

/** Reads, hashes and writes the object; nothing is named if it is not what its name says. */
function placeCopy(checkout: Checkout): AtOnce<ContentStat> {
  const { job, item, run } = checkout;
  const request = { path: objectPath(job.store, item.oid), hashName: job.store.hashName };
  const placed = hashSmall(request, run, (file) => {
    checkDigest(checkout, file);
    return placeContent(checkout, file.bytes) ?? file.stat;
  });
  return placed ?? placeLarge(checkout);
}

async function placeLarge(checkout: Checkout): Promise<ContentStat> {
  const { job, item, target, modes, run } = checkout;
  const to = workspacePlace(target, item.executable === true, modes);
  const temporary = `${to.dir}/${temporaryName()}`;
  let isMade = false;
  const copyLarge = () => {
    isMade = true;
    return { path: temporary, mode: to.mode };
  };
  try {
    const path = objectPath(job.store, item.oid);
    const file = await hashLarge({ path, hashName: job.store.hashName, copyLarge }, run);
    checkDigest(checkout, file);
    checkFree(checkout);
    placeFile(to, temporary);
    return statIfThere(target) ?? file.stat;
  } finally {
    if (isMade) removeIfThere(temporary);
  }
}

function checkDigest({ job, item }: Checkout, { oid }: HashedFile): void {
  if (oid !== digestOf(item.oid)) throw corrupt(objectPath(job.store, item.oid), oid);
}

/** Writes a small file; what is there is replaced only if it may be, and looked for first only where that is likely. */
function placeContent(checkout: Checkout, bytes: Uint8Array): ContentStat | undefined {
  const { job, item, target, modes, hints } = checkout;
  const to = workspacePlace(target, item.executable === true, modes);
  if (!job.replace || hints.expectNew) {
    const made = placeNew(to, bytes);
    if (made !== undefined) return made.stat;
    if (!job.replace) throw occupied(target);
  }
  hints.expectNew = checkFree(checkout) === undefined;
  return placeBytes(to, bytes);
}

function workspacePlace(target: string, executable: boolean, modes: FileModes): Placement {
  const slash = target.lastIndexOf("/");
  const mode = (0o666 & ~modes.mask) | (executable ? 0o100 : 0);
  return { dir: target.slice(0, slash), name: target.slice(slash + 1), mode, modes, wantStat: true };
}

function placeClone(checkout: Checkout): FileStat {
  const { job, item, target, modes } = checkout;
  checkFree(checkout);
  const to = workspacePlace(target, item.executable === true, modes);
  const temporary = `${to.dir}/${temporaryName()}`;
  try {
    linkFile("reflink", objectPath(job.store, item.oid), temporary);
    placeFile(to, temporary);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
  return statThere(target);
}

/** Creating a link fails by itself if something is there, so nothing is looked at unless it may be replaced. */
function placeLink(type: LinkType, checkout: Checkout, object: FileStat): void {
  const { job, item, target } = checkout;
  const old = job.replace ? checkFree(checkout) : undefined;
  if (type === "hardlink" && old?.ino === object.ino && old.dev === object.dev) return;
  const from = objectPath(job.store, item.oid);
  if (old === undefined) linkFile(type, from, target);
  else replaceByLink(type, from, target);
}

function replaceByLink(type: LinkType, object: string, target: string): void {
  const temporary = `${target.slice(0, target.lastIndexOf("/"))}/${temporaryName()}`;
  try {
    linkFile(type, object, temporary);
    moveFile(temporary, target);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}

function statThere(path: string): FileStat {
  const stat = statIfThere(path);
  if (stat === undefined) throw new LodeError("PATH_NOT_FOUND", `Cannot find "${path}": it was just there`);
  return stat;
}

function describe(error: unknown, { job, item, target }: Pick<Checkout, "job" | "item" | "target">): unknown {
  const object = objectPath(job.store, item.oid);
  if (isSystemError(error, "ENOENT") && error.path === object) return missing({ job, item });
  if (isSystemError(error, "EEXIST", "EISDIR", "ENOTEMPTY")) return occupied(target);
  return ioError({ action: "create", path: target }, error);
}

function missing({ job, item }: Pick<Checkout, "job" | "item">): LodeError {
  const path = objectPath(job.store, item.oid);
  return new LodeError("OBJECT_MISSING", `Cannot create "${item.relpath}": the cache does not have its content`, {
    hint: "Run lode fetch to get it from the remote",
    details: { path: item.relpath, object: path, oid: item.oid },
  });
}

function corrupt(path: string, actual: string): LodeError {
  return new LodeError("OBJECT_CORRUPT", `Cannot use the object "${path}": its content hashes to ${actual}`, {
    hint: "Remove it, then get it again with lode fetch",
    details: { path, actual },
  });
}

function occupied(target: string): LodeError {
  return new LodeError("PATH_OCCUPIED", `Cannot create "${target}": something is there already`, {
    details: { path: target },
  });
}
