import type { HashName, Oid } from "../base/oid.ts";
import { type FileModes, OBJECT_MODE } from "../fs/file-modes.ts";
import type { LinkType } from "../fs/link-type.ts";
import { listNames } from "../fs/list-dir.ts";
import type { Placement } from "../fs/place-file.ts";

/**
 * Content-addressed objects on disk, in DVC's layout: `<dir>/ab/cdef…`. Several projects and processes may use one
 * directory at the same time without a lock: objects are immutable and appear whole, by rename.
 */
export interface ObjectStore {
  /** Absolute; `<cache>/files/md5`, or the cache directory itself for objects of DVC 2.x. Created when needed. */
  readonly dir: string;
  /** How the names are computed from the bytes. */
  readonly hashName: HashName;
  /** `cache.shared = group`: directories are 02775 and unprotected files 0664. */
  readonly shared?: "group";
  /** `cache.type`, in order of preference; never empty. DVC's default is reflink, copy. */
  readonly linkTypes: readonly LinkType[];
  /** Absolute; where files go that have the name of an object but other bytes. Default: `.corrupt` in `dir`. */
  readonly asideDir?: string;
}

/** The path of an object, whether or not it exists. */
export function objectPath(store: ObjectStore, oid: Oid): string {
  return `${store.dir}/${oid.slice(0, 2)}/${oid.slice(2)}`;
}

/** Where and how an object is placed. */
export function objectPlace(store: ObjectStore, oid: Oid, modes: FileModes): Placement {
  return { dir: `${store.dir}/${oid.slice(0, 2)}`, name: oid.slice(2), mode: OBJECT_MODE, modes };
}

/** Says whether a store has no object at all, from the names of its shards. @throws IO_FAILED */
export function isFreshStore({ dir }: ObjectStore): boolean {
  return !(listNames(dir) ?? []).some((name) => SHARD_NAME.test(name));
}

/** The name of a directory of objects: the first two digits of their ids. */
export const SHARD_NAME = /^[0-9a-f]{2}$/;

/** The digest in an id: 32 hexadecimal digits, without the `.dir` of manifests. */
export function digestOf(oid: Oid): string {
  return oid.slice(0, 32);
}
