import type { Oid } from "../../base/oid.ts";
import type { FileEntry } from "../../formats/stage/output-entry.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import { recordedFiles } from "../../project/versioned-files.ts";
import type { VersionedFile } from "../../remotes/storage/send-versions.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { statObjects } from "../../store/stat-objects.ts";

/** An output with the files that are to be on a remote. */
export interface SendableOutput {
  readonly wanted: WantedOutput;
  /** Of these, those that are wanted. */
  readonly files: readonly VersionedFile[];
  /** All files of a directory as its metadata are to list them; undefined for a single file. */
  readonly entries: readonly FileEntry[] | undefined;
  /** A manifest that is not in the store, so that nobody knows the files. */
  readonly missing: readonly Oid[];
}

/** Finds the files of an output: in its metadata, or else in its manifest. @throws IO_FAILED */
export async function sendableOutput(
  store: ObjectStore,
  wanted: WantedOutput,
  remote: string,
): Promise<SendableOutput> {
  const { output, within } = wanted;
  const { oid, entry, location } = output;
  const recorded = recordedFiles(output, remote);
  const isWanted = ({ key }: VersionedFile): boolean =>
    within === undefined ||
    within.some((path) => isAtOrBelow(key, location.kind === "inside" ? `${location.path}/${path}` : path));
  if (recorded.length > 0 || oid === undefined || location.kind !== "inside") {
    return { wanted, files: recorded.filter(isWanted), entries: entry.files, missing: [] };
  }
  const found = await readManifest(store, oid);
  if (found.status !== "ok") return { wanted, files: [], entries: undefined, missing: [oid] };
  const { manifest } = found;
  const sizes = statObjects(
    store,
    manifest.map((file) => file.oid),
  );
  const entries = manifest.map((file, i): FileEntry => {
    return { relpath: file.relpath, checksum: { key: "md5", value: file.oid }, size: sizes[i] ?? 0 };
  });
  const files = manifest.map((file): VersionedFile => {
    return { oid: file.oid, key: `${location.path}/${file.relpath}`, versionId: undefined };
  });
  return { wanted, files: files.filter(isWanted), entries, missing: [] };
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
