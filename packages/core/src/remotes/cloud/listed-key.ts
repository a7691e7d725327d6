import { LodeError } from "../../base/lode-error.ts";
import type { StorageEntry, StorageFile } from "../storage/remote-storage.ts";
import { isKey } from "./cloud-url.ts";

/** A page of a listing: files, and folders with a slash at their ends, all by their whole names. */
export interface ListedPage<T> {
  readonly files: readonly T[];
  readonly folders: readonly string[];
}

/** The entries of a page, by their keys below the prefix that was asked for. @throws PATH_HOSTILE */
export function* entriesOfPage<T extends { readonly name: string }>(
  { files, folders }: ListedPage<T>,
  prefix: string,
  describe: (key: string, file: T) => StorageFile,
): Generator<StorageEntry> {
  for (const file of files) {
    const key = listedFile(keyBelow(prefix, file.name));
    if (key !== undefined) yield { kind: "file", ...describe(key, file) };
  }
  for (const folder of folders) {
    const key = listedFolder(keyBelow(prefix, folder));
    if (key !== undefined) yield { kind: "folder", key };
  }
}

/** What a listing names, as a key below the prefix that was asked for; a server that lists something else is not believed. */
export function keyBelow(prefix: string, name: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : "";
}

/** The key of a file; undefined for what stands for a folder. @throws PATH_HOSTILE if it cannot be a path */
export function listedFile(key: string): string | undefined {
  return key === "" || key.endsWith("/") ? undefined : checkedKey(key);
}

/** The key of a folder that is listed with a slash at its end. @throws PATH_HOSTILE if it cannot be a path */
export function listedFolder(prefix: string): string | undefined {
  const key = prefix.replace(/\/$/, "");
  return key === "" ? undefined : checkedKey(key);
}

function checkedKey(key: string): string {
  if (isKey(key)) return key;
  throw new LodeError("PATH_HOSTILE", `Cannot use the key ${JSON.stringify(key)}: it cannot be a path`, {
    hint: "Rename or delete the object in the storage.",
    details: { path: key },
  });
}
