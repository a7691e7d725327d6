import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { TransferContext, TransferReport } from "../remote.ts";
import { defaultRetries, retryPassing } from "../retry-passing.ts";
import { type Move, type TransferSteps, transferEach } from "../transfer-each.ts";
import { objectUpload } from "./object-upload.ts";
import type { RemoteStorage, StorageFile } from "./remote-storage.ts";

/** A file of a project, and what is known of it in the storage. */
export interface VersionedFile {
  readonly oid: Oid;
  /** Its path below the remote's URL. */
  readonly key: string;
  /** The version that has this content, if one was recorded. */
  readonly versionId: string | undefined;
}

/** What sending of files takes beside them. */
export interface SendVersionsContext extends TransferContext {
  /** Called with what the storage says of a file when it is there. */
  readonly onSent: (file: StorageFile) => void;
}

/**
 * Sends objects of a store to the paths of their files. A file whose recorded version is still there is not sent.
 *
 * @throws CANCELLED
 */
export async function sendVersions(
  { storage, store }: { readonly storage: RemoteStorage; readonly store: ObjectStore },
  files: readonly VersionedFile[],
  context: SendVersionsContext & TransferSteps,
): Promise<TransferReport> {
  let keepsNone: LodeError | undefined;
  const sendOne: Move<VersionedFile> = async ({ oid, key, versionId }, onBytes) => {
    if (keepsNone !== undefined) throw keepsNone;
    if (versionId !== undefined && (await storage.stat(key, context, versionId)) !== undefined) {
      return { status: "present" };
    }
    const upload = objectUpload({ store, oid }, { signal: context.signal, onBytes });
    if (upload === undefined) return { status: "missing" };
    const file = await storage.write(key, upload.content, context);
    if (file.versionId === undefined) {
      keepsNone = noVersions(storage.url);
      throw keepsNone;
    }
    context.onSent({ ...file, key });
    return { status: "transferred", sizeBytes: upload.sizeBytes };
  };
  return await transferEach(files, context, (file, onBytes) =>
    retryPassing(() => sendOne(file, onBytes), defaultRetries, context.signal),
  );
}

function noVersions(url: string): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot record versions of files in '${url}': it keeps none`, {
    hint: "Switch on versioning of the bucket, or set `version_aware` of the remote to false.",
    details: { url },
  });
}
