import { join } from "node:path";
import type { Config } from "../formats/config/config.ts";
import { isLinkType, type LinkType } from "../fs/link-type.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { ProjectCache } from "./project.ts";

/** DVC's order when `cache.type` is not set. */
const DEFAULT_LINK_TYPES: readonly LinkType[] = ["reflink", "copy"];

/** The cache that a configuration names. */
export function projectCache(rootDir: string, { cache }: Config): ProjectCache {
  return cacheAt(cache.dir ?? join(rootDir, ".dvc", "cache"), {
    linkTypes: cache.types?.filter(isLinkType) ?? DEFAULT_LINK_TYPES,
    ...(cache.sharedWithGroup && { shared: "group" }),
  });
}

/** The cache in a folder. */
export function cacheAt(dir: string, options: Pick<ObjectStore, "linkTypes" | "shared">): ProjectCache {
  return {
    dir,
    current: { ...options, dir: join(dir, "files", "md5"), hashName: "md5" },
    legacy: { ...options, dir, hashName: "md5-dos2unix" },
  };
}
