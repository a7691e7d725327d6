import { join } from "node:path";
import type { Config } from "../formats/config/config.ts";
import { isLinkType, type LinkType } from "../fs/link-type.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { ProjectCache } from "./project.ts";

/** DVC's order when `cache.type` is not set. */
const DEFAULT_LINK_TYPES: readonly LinkType[] = ["reflink", "copy"];

/** The cache that a configuration names. */
export function projectCache(rootDir: string, config: Config): ProjectCache {
  return cacheAt(cacheDir(rootDir, config), cacheOptions(config));
}

/** The cache of a project on this machine, which keeps what it finds damaged in `.dvc/tmp/lode/corrupt`. */
export function workTreeCache(rootDir: string, config: Config): ProjectCache {
  const asideDir = join(rootDir, ".dvc", "tmp", "lode", "corrupt");
  return cacheAt(cacheDir(rootDir, config), { ...cacheOptions(config), asideDir });
}

function cacheDir(rootDir: string, { cache }: Config): string {
  return cache.dir ?? join(rootDir, ".dvc", "cache");
}

function cacheOptions({ cache }: Config): CacheOptions {
  return {
    linkTypes: cache.types?.filter(isLinkType) ?? DEFAULT_LINK_TYPES,
    ...(cache.sharedWithGroup && { shared: "group" }),
  };
}

type CacheOptions = Pick<ObjectStore, "linkTypes" | "shared" | "asideDir">;

/** The cache in a folder. */
export function cacheAt(dir: string, options: CacheOptions): ProjectCache {
  return {
    dir,
    current: { ...options, dir: join(dir, "files", "md5"), hashName: "md5" },
    legacy: { ...options, dir, hashName: "md5-dos2unix" },
  };
}
