import { createHash } from "node:crypto";
import { join } from "node:path";
import type { HashName } from "../base/oid.ts";
import type { Remote } from "../remotes/remote.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { openStampedDirs } from "../transfer/stamped-dirs.ts";
import { openVerifiedDirs, type VerifiedDirs } from "../transfer/verified-dirs.ts";
import type { Project } from "./project.ts";
import { tmpDir } from "./project-lock.ts";

/** What a project remembers of a remote's directories. */
export function verifiedDirs(project: Project, remote: Remote, hashName: HashName): VerifiedDirs {
  const folder = memoryFolder(project, `${hashName} ${remote.url}`);
  const store = remote.storeOf?.(hashName);
  return store === undefined ? openVerifiedDirs(folder) : openStampedDirs(folder, store);
}

/** What a project remembers of its cache's directories. */
export function verifiedCacheDirs(project: Project, store: ObjectStore): VerifiedDirs {
  return openStampedDirs(memoryFolder(project, `cache ${store.dir}`), store);
}

function memoryFolder(project: Project, place: string): string {
  return join(tmpDir(project), "lode", "verified", createHash("sha256").update(place).digest("hex"));
}
