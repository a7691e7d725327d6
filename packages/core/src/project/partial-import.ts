import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Oid, parseOid } from "../base/oid.ts";
import { readImportNotes } from "../formats/stage/import-notes.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { readTextIfExists } from "../fs/read-text-if-exists.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";
import type { Project, ProjectCache } from "./project.ts";
import { cacheAt } from "./project-cache.ts";
import { tmpDir } from "./project-lock.ts";
import { isPartialImport, type Stage } from "./stage.ts";

/**
 * The store for the data of partial imports: their `.dvc` files record no content, so what was fetched for them is no
 * object of the project's cache, and their files are copies, whatever `cache.type` is, as in DVC.
 */
export function partialImportCache(project: Project): ProjectCache {
  const { asideDir } = project.cache.current;
  return cacheAt(folder(project), { linkTypes: ["reflink", "copy"], ...(asideDir !== undefined && { asideDir }) });
}

/** What was last fetched for a partial import; undefined if nothing was, or if the stage is no partial import. */
export function fetchedPartialImport(project: Project, stage: Stage): Oid | undefined {
  if (!isPartialImport(stage)) return undefined;
  return parseOid(readTextIfExists(recordPath(project, stage)) ?? "");
}

/** Records what was fetched for a partial import. */
export function recordPartialImport(project: Project, stage: Stage, oid: Oid): void {
  ensureDir(join(folder(project), "imports"));
  writeFileAtomic(recordPath(project, stage), oid);
}

function folder(project: Project): string {
  return join(tmpDir(project), "lode", "partial-imports");
}

/**
 * A file for each path, or part of it, of each commit of each source; without a repository, for each path as seen from
 * its folder.
 */
function recordPath(project: Project, { deps, wdir, dvcFile, file }: Stage): string {
  const entry = deps[0]?.entry;
  const { include, exclude } = readImportNotes(dvcFile?.file.meta, file);
  const part = [entry?.path, include, exclude];
  const key = JSON.stringify(entry?.repo === undefined ? [wdir, ...part] : [entry.repo, ...part]);
  return join(folder(project), "imports", createHash("sha256").update(key).digest("hex"));
}
