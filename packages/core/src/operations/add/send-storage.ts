import { type Oid, parseOid } from "../../base/oid.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import type { StorageFile } from "../../remotes/storage/remote-storage.ts";
import {
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
import { PART_BYTES, PART_FILES, type SendContext, sendObjects } from "./send-scan.ts";

/** Where data is passed on to, and the store through which it goes. */
export interface PassContext extends SendContext {
  /** The caller removes its folder. */
  readonly store: ObjectStore;
}

/**
 * Sends data from storage over a network to remote storage: part by part, through a store that is emptied after each. The
 * manifest of a directory follows its members.
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
  const stored = await storeStorage(place, { store }, context);
  await sendObjects(target, oidsOf(stored.output));
  return stored;
}

async function sendDir(place: StoragePlace, files: readonly StorageFile[], target: PassContext) {
  const { store, context } = target;
  const members: StoredMember[] = [];
  for (const part of parts(files)) {
    const numbers = { before: members.length, total: files.length };
    const stored = await storeMembers(place, { files: part, ...numbers }, { store, context });
    await sendObjects(
      target,
      stored.map(({ oid }) => oid),
    );
    removeTree(store.dir);
    members.push(...stored);
  }
  const { object, output } = membersState(place, members);
  await putBytes(store, object.oid, object.bytes);
  await sendObjects(target, [object.oid]);
  return { dependency: membersDependency(members), output };
}

function* parts(files: readonly StorageFile[]): Generator<readonly StorageFile[]> {
  let part: StorageFile[] = [];
  let bytes = 0;
  for (const file of files) {
    part.push(file);
    bytes += file.sizeBytes ?? 0;
    if (bytes < PART_BYTES && part.length < PART_FILES) continue;
    yield part;
    part = [];
    bytes = 0;
  }
  if (part.length > 0) yield part;
}

function oidsOf({ checksum }: EntryState): readonly Oid[] {
  const oid = parseOid(checksum?.value ?? "");
  return oid === undefined ? [] : [oid];
}
