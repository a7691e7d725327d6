import { compareCodePoints, orderOf } from "../../base/code-point-order.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/**
 * Puts entries into the order of a Manifest and makes sure that they can stand together in one directory. Entries that
 * are there twice with the same digest count once. Takes over the array.
 *
 * 1. Sort, unless they are sorted already (what DVC writes is).
 * 2. Drop equal neighbours, refuse neighbours that differ in the digest only.
 * 3. Refuse a file that is also a folder of another file.
 *
 * @param name what the entries belong to, for messages
 * @throws MANIFEST_INVALID
 */
export function orderManifest(entries: ManifestEntry[], name: string): Manifest {
  if (!isSorted(entries)) sortEntries(entries);
  const unique = withoutDuplicates(entries, name);
  refuseFilesAsFolders(unique, name);
  return unique;
}

/** Makes the error for a manifest that breaks a rule; `state` says which, and names the entry. */
export function manifestError(name: string, state: string, details: Record<string, unknown> = {}): LodeError {
  return new LodeError("MANIFEST_INVALID", `Cannot use the directory listing ${JSON.stringify(name)}: ${state}`, {
    details: { manifest: name, ...details },
  });
}

/** Says whether every path comes after the one before it; false also if two are the same. */
function isSorted(entries: Manifest): boolean {
  let previous = "";
  for (const { relpath } of entries) {
    if (compareCodePoints(previous, relpath) >= 0) return false;
    previous = relpath;
  }
  return true;
}

function sortEntries(entries: ManifestEntry[]): void {
  const order = orderOf(entries.map(({ relpath }) => relpath));
  entries.sort((a, b) => order(a.relpath, b.relpath));
}

function withoutDuplicates(entries: ManifestEntry[], name: string): Manifest {
  let kept = 0;
  let last: ManifestEntry | undefined;
  for (const entry of entries) {
    if (entry.relpath !== last?.relpath) entries[kept++] = entry;
    else if (entry.oid !== last.oid) {
      const state = `the path ${JSON.stringify(entry.relpath)} is listed twice with different digests`;
      throw manifestError(name, state, { path: entry.relpath });
    }
    last = entry;
  }
  entries.length = kept;
  return entries;
}

function refuseFilesAsFolders(entries: Manifest, name: string): void {
  for (const { file, member } of filesAsFolders(entries)) {
    const state = `${JSON.stringify(file)} is a file and the folder of ${JSON.stringify(member)}`;
    throw manifestError(name, state, { path: file });
  }
}

/** A path that cannot be a file, since another one lies below it. */
export interface FileAsFolder {
  readonly file: RelPath;
  readonly member: RelPath;
}

/**
 * Finds the paths that are both a file and a folder of another file. In the order of code points, everything that starts
 * with a path follows it without a gap. So the earlier paths that the current one starts with form a stack, and there
 * can be no more of them than the current path has characters.
 *
 * @param entries in the order of a Manifest
 */
export function* filesAsFolders(entries: readonly ManifestEntry[]): Generator<FileAsFolder> {
  const open: RelPath[] = [];
  for (const { relpath } of entries) {
    while (open.length > 0 && !relpath.startsWith(open.at(-1) ?? "")) open.pop();
    const file = open.length === 0 ? undefined : open.find((path) => relpath.charAt(path.length) === "/");
    if (file !== undefined) yield { file, member: relpath };
    open.push(relpath);
  }
}
