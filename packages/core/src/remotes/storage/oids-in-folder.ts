import type { RunContext } from "../../base/events.ts";
import { type HashName, type Oid, parseOid } from "../../base/oid.ts";
import type { RemoteStorage } from "./remote-storage.ts";

/** The first two digits of object ids, in order: the folders that objects lie in. */
export const prefixes: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));

/** A folder of objects. */
export interface ObjectFolder {
  readonly folder: string;
  readonly recursive: boolean;
}

/** The folder that holds all md5 objects and nothing else; objects of DVC 2.x have no such folder. */
export const allMd5: ObjectFolder = { folder: "files/md5", recursive: true };

/** The folder of all objects whose ids begin with two digits. */
export function folderOfPrefix(hashName: HashName, prefix: string): ObjectFolder {
  return { folder: hashName === "md5" ? `${allMd5.folder}/${prefix}` : prefix, recursive: false };
}

/** Lists the ids of the objects in a folder. Anything else in it, such as what a killed upload left, is passed over. */
export async function* oidsInFolder(
  storage: RemoteStorage,
  { folder, recursive }: ObjectFolder,
  run: RunContext,
): AsyncGenerator<Oid> {
  for await (const { kind, key } of storage.list?.(folder, { recursive }, run) ?? []) {
    const oid = kind === "file" ? oidOfKey(key) : undefined;
    if (oid !== undefined) yield oid;
  }
}

function oidOfKey(key: string): Oid | undefined {
  const [prefix = "", name = ""] = key.split("/").slice(-2);
  return prefix.length === 2 ? parseOid(prefix + name) : undefined;
}
