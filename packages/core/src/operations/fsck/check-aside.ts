import { dirname, join } from "node:path";
import { compareCodePoints } from "../../base/code-point-order.ts";
import type { Oid } from "../../base/oid.ts";
import { listFiles } from "../../fs/list-dir.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { removeEmptyDir } from "../../fs/remove-empty-dir.ts";
import { removeIfThere } from "../../fs/write-file-atomic.ts";
import { partialImportCache } from "../../project/partial-import.ts";
import type { Project } from "../../project/project.ts";
import { tmpDir } from "../../project/project-lock.ts";
import { asideDir } from "../../project/workspace/set-aside.ts";
import { findAbsent } from "../../store/find-absent.ts";
import { hashFiles } from "../../store/hash-files.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { batchOptions } from "../../worktree/batch-options.ts";
import { leftImports } from "./left-imports.ts";

/**
 * A file that a command moved out of the way because its content was saved nowhere, or was damaged; or that was fetched
 * for an import which does not need it any more.
 */
export interface AsideFile {
  /** Absolute. */
  readonly path: string;
  readonly oid: Oid;
  readonly sizeBytes: number;
  /** Whether the cache has its content, sound. */
  readonly isSaved: boolean;
  /** Whether it was removed, because it is saved. */
  readonly isRemoved: boolean;
}

/** What is known of the cache after it was read, and what is to be done. */
export interface AsideOptions {
  /** Objects of the cache that are damaged; all of it was read. */
  readonly damaged: ReadonlySet<Oid>;
  /** Whether files whose content the cache has are removed. */
  readonly repair: boolean;
}

/**
 * Reads the files that are kept in `.dvc/tmp/lode`, and says which of them the cache has. Symbolic links are left alone.
 *
 * @returns sorted by path
 * @throws FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED, and what leftImports throws
 */
export async function checkAside(
  project: Project,
  { damaged, repair }: AsideOptions,
  context: MoveContext,
): Promise<readonly AsideFile[]> {
  const folders = [asideDir(project), project.cache.current.asideDir ?? join(tmpDir(project), "lode", "corrupt")];
  const aside = folders.flatMap((folder) => [...listFiles(folder)]).filter((path) => lstatPath(path)?.isFile());
  const paths = [...aside, ...(await leftImports(project))].sort(compareCodePoints);
  if (paths.length === 0) return [];
  const { oids, sizes } = await hashFiles(paths, batchOptions({ task: "verify", total: paths.length }, context));
  // What has a name is sound unless it is among the damaged: all of it was read.
  const absent = findAbsent(project.cache.current, oids.flatMap(namesOf));
  const isSound = (oid: Oid) => !absent.has(oid) && !damaged.has(oid);
  const files = paths.map((path, row) => {
    const oid = oids[row];
    if (oid === undefined) throw new TypeError("a hashed file has no id");
    const isSaved = namesOf(oid).some(isSound);
    return { path, oid, sizeBytes: sizes[row] ?? 0, isSaved, isRemoved: isSaved && repair };
  });
  for (const { path } of files.filter(({ isRemoved }) => isRemoved)) {
    removeIfThere(path);
    removeEmptyFolders(path, [...folders, partialImportCache(project).current.dir]);
  }
  return files;
}

/** Under which names a store has some content: a listing has one of its own kind. */
function namesOf(oid: Oid | undefined): readonly Oid[] {
  return oid === undefined ? [] : [oid, `${oid}.dir` as Oid];
}

/** Those that the removed file has left empty, up to the folder of all. */
function removeEmptyFolders(path: string, tops: readonly string[]): void {
  for (let folder = dirname(path); !tops.includes(folder); folder = dirname(folder)) {
    if (!removeEmptyDir(folder)) return;
  }
}
