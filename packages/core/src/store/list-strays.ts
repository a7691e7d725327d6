import { appendAll } from "../base/append-all.ts";
import { compareCodePoints } from "../base/code-point-order.ts";
import { isDirOid, type Oid, parseOid } from "../base/oid.ts";
import { listNames } from "../fs/list-dir.ts";
import { lstatPath } from "../fs/lstat-path.ts";
import { isTemporaryName } from "../fs/temporary-name.ts";
import { type ObjectStore, objectPath, SHARD_NAME } from "./object-store.ts";

/**
 * Lists the files among a store's objects that are none, since their names are no object ids, and temporaries that are
 * a day old: whatever wrote them is gone. Only of a store that has its folder for itself, as `files/md5` is.
 *
 * @returns absolute paths
 * @throws IO_FAILED
 */
export function listStrays({ dir }: ObjectStore): readonly string[] {
  const strays: string[] = [];
  for (const name of listNames(dir) ?? []) {
    const path = `${dir}/${name}`;
    if (SHARD_NAME.test(name)) appendAll(strays, straysOf(path, name));
    else if (isTemporaryName(name) && isStray(path, name)) strays.push(path);
  }
  return strays.sort(compareCodePoints);
}

/** The folders `<manifest>.unpacked` that versions of DVC before 1.0 left beside some of these objects. */
export function listUnpacked(store: ObjectStore, oids: readonly Oid[]): readonly string[] {
  const paths = oids.filter(isDirOid).map((oid) => `${objectPath(store, oid)}.unpacked`);
  return paths.filter((path) => lstatPath(path)?.isDirectory());
}

function straysOf(shardDir: string, shard: string): readonly string[] {
  const names = (listNames(shardDir) ?? []).filter((name) => parseOid(shard + name) === undefined);
  return names.filter((name) => isStray(`${shardDir}/${name}`, name)).map((name) => `${shardDir}/${name}`);
}

function isStray(path: string, name: string): boolean {
  const stat = lstatPath(path);
  if (stat === undefined || stat.isDirectory()) return false;
  return !isTemporaryName(name) || Date.now() - Number(stat.mtimeMs) > DAY_MS;
}

const DAY_MS = 24 * 60 * 60 * 1000;
