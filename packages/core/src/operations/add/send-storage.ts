import { appendAll } from "../../base/append-all.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import { parseRelPath } from "../../base/rel-path.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { cutBatches } from "../../remotes/cut-batches.ts";
import type { Remote } from "../../remotes/remote.ts";
import type { StorageFile } from "../../remotes/storage/remote-storage.ts";
import { copiedState } from "../../source/url/copied-state.ts";
import { fileState } from "../../source/url/storage-state.ts";
import {
  type MembersPart,
  membersDependency,
  membersState,
  type StoredMember,
  storeMembers,
  storeStorage,
} from "../../source/url/store-storage.ts";
import type { StoragePlace } from "../../source/url/url-place.ts";
import { urlMissing } from "../../source/url/url-state.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { type StreamRemote, sendLarge } from "./send-large.ts";
import { PART_SIZE, type SendContext, sendObjects } from "./send-scan.ts";

/** Where data is passed on to, and the store through which it goes. */
export interface PassContext extends SendContext {
  /** The caller removes its folder. */
  readonly store: ObjectStore;
}

/**
 * Sends data from storage over a network to remote storage: part by part, through a store that is emptied after each; a
 * large file without one, if the remote is not on this machine. The manifest of a directory follows its members.
 *
 * @returns what metadata say of the data where it comes from, and of the copy
 * @throws URL_MISSING, TRANSFER_FAILED, and what storing throws; what was sent stays there
 */
export async function sendStorage(
  place: StoragePlace,
  target: PassContext,
): Promise<{ readonly dependency: EntryState; readonly output: EntryState }> {
  const { store, context } = target;
  const found = await place.files.find(context);
  if (found === undefined) throw urlMissing(place);
  if (found.kind === "dir") return sendDir(place, found.files, target);
  const { file } = found;
  const remote = isLarge(file) ? streamRemote(target.remote) : undefined;
  if (remote !== undefined) {
    const oid = await sendLarge({ place, file }, remote, context);
    const output = copiedState({ kind: "file", oid, sizeBytes: file.sizeBytes ?? 0, executable: false });
    return { dependency: fileState(place, file, file.checksum ?? { key: "md5", value: oid }), output };
  }
  const stored = await storeStorage(place, { store }, context);
  await sendObjects(target, oidsOf(stored.output));
  return stored;
}

function isLarge({ sizeBytes }: StorageFile): boolean {
  return sizeBytes !== undefined && sizeBytes > PART_SIZE.bytes;
}

/** Undefined if the remote is on this machine. */
function streamRemote(remote: Remote): StreamRemote | undefined {
  const { send } = remote;
  return send && { send, findMissing: (ids, context) => remote.findMissing(ids, context) };
}

async function sendDir(place: StoragePlace, files: readonly StorageFile[], target: PassContext) {
  const { store } = target;
  const members: StoredMember[] = [];
  for (const part of cutBatches(files, PART_SIZE)) {
    const numbers = { before: members.length, total: files.length };
    appendAll(members, await sendPart(place, { files: part, ...numbers }, target));
  }
  const { object, output } = membersState(place, members);
  await putBytes(store, object.oid, object.bytes);
  await sendObjects(target, [object.oid]);
  return { dependency: membersDependency(place, members), output };
}

/** A large file is a part of its own. */
async function sendPart(place: StoragePlace, part: MembersPart, target: PassContext): Promise<readonly StoredMember[]> {
  const { store, context } = target;
  const [file] = part.files;
  const remote = file !== undefined && isLarge(file) ? streamRemote(target.remote) : undefined;
  if (file !== undefined && remote !== undefined) {
    const relpath = parseRelPath(file.key);
    const oid = await sendLarge({ place, file }, remote, context);
    return [{ file, relpath, oid, sizeBytes: file.sizeBytes ?? 0 }];
  }
  const stored = await storeMembers(place, part, { store, context });
  await sendObjects(
    target,
    stored.map(({ oid }) => oid),
  );
  removeTree(store.dir);
  return stored;
}

function oidsOf({ checksum }: EntryState): readonly Oid[] {
  const oid = checksum && parseOid(checksum.value);
  return oid === undefined ? [] : [oid];
}
