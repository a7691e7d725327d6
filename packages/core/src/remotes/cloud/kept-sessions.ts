import { createHash } from "node:crypto";
import { join } from "node:path";
import { isLodeError } from "../../base/lode-error.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { listNames } from "../../fs/list-dir.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { removeIfThere, writeFileAtomic } from "../../fs/write-file-atomic.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

/** Google keeps a session for a week; a registry server, for a day. What is gone there is begun anew. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/**
 * Remembers the sessions of large uploads across processes, in `lode/uploads` of the user's cache folder, so that one that
 * was killed goes on. A session lets anybody write its object, so only the user can read the files. Where they cannot be
 * written, nothing is remembered.
 */
export class KeptSessions {
  readonly #dir: string | undefined;

  constructor(env: StorageAccess["env"]) {
    const cache = env.XDG_CACHE_HOME || (env.HOME && join(env.HOME, ".cache")) || env.LOCALAPPDATA;
    this.#dir = cache ? join(cache, "lode/uploads") : undefined;
  }

  /** @param upload says what is sent where; the same text for the same upload */
  find(upload: string): URL | undefined {
    const path = this.#pathOf(upload);
    const text = path && quietly(() => (isFresh(path) ? readTextIfExists(path) : undefined));
    return text ? (URL.parse(text) ?? undefined) : undefined;
  }

  /** What is older than a week is removed on the occasion. */
  keep(upload: string, session: URL): void {
    const path = this.#pathOf(upload);
    const dir = this.#dir;
    if (path === undefined || dir === undefined) return;
    quietly(() => {
      ensureDir(dir);
      const others = listNames(dir)?.map((name) => join(dir, name)) ?? [];
      for (const other of others) if (!isFresh(other)) removeIfThere(other);
      writeFileAtomic(path, session.href, { mode: 0o600 });
    });
  }

  forget(upload: string): void {
    const path = this.#pathOf(upload);
    if (path !== undefined) quietly(() => removeIfThere(path));
  }

  #pathOf(upload: string): string | undefined {
    return this.#dir && join(this.#dir, createHash("sha256").update(upload).digest("hex"));
  }
}

function isFresh(path: string): boolean {
  const stat = lstatPath(path);
  return stat !== undefined && Number(stat.mtimeMs) > Date.now() - KEPT_MS;
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isLodeError(error, "IO_FAILED")) return undefined;
    throw error;
  }
}
