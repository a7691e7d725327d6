import { join, posix } from "node:path";
import type { RunContext } from "../base/events.ts";
import type { RelPath } from "../base/rel-path.ts";
import { updateLockStage } from "../formats/pipeline/edit-lock.ts";
import { type LockedStage, parseLockFile } from "../formats/pipeline/lock-file.ts";
import type { DvcFile } from "../formats/stage/dvc-file.ts";
import type { ParsedDvcFile } from "../formats/stage/parse-dvc-file.ts";
import { printDvcFile, updateDvcFile } from "../formats/stage/print-dvc-file.ts";
import { readTextIfExists } from "../fs/read-text-if-exists.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";
import { cwdPath } from "./cwd-path.ts";
import type { Project } from "./project.ts";

/**
 * Writes a `.dvc` file: a new one, or over an old one, of which what stays keeps its place and its comments.
 *
 * @param file from the project's root
 * @param old undefined if there is none
 * @throws IO_FAILED
 */
export function writeDvcFile(
  { rootDir }: Project,
  file: RelPath,
  { content, old }: { readonly content: DvcFile; readonly old: ParsedDvcFile | undefined },
): void {
  const text = old === undefined ? printDvcFile(content) : updateDvcFile(old, content);
  if (text !== old?.text) writeFileAtomic(join(rootDir, file), text);
}

/** A stage of a pipeline, and what is to be recorded of it. */
export interface LockUpdate {
  /** The `dvc.yaml`, from the project's root. */
  readonly file: RelPath;
  readonly name: string;
  readonly locked: LockedStage;
}

/**
 * Records the state of a stage in the `dvc.lock` beside its `dvc.yaml`, and says so if the file changes.
 *
 * @returns the `dvc.lock`, from the project's root; undefined if it does not change
 * @throws YAML_INVALID, DVC_FILE_INVALID, IO_FAILED
 */
export function writeLockStage(project: Project, update: LockUpdate, run: RunContext): string | undefined {
  const path = posix.join(posix.dirname(update.file), "dvc.lock");
  const before = readTextIfExists(join(project.rootDir, path));
  const parsed = before === undefined ? undefined : parseLockFile(before, path);
  const after = updateLockStage(parsed, update.name, update.locked);
  if (after === before) return undefined;
  // Of a new file DVC says both.
  for (const action of before === undefined ? ["Generating", "Updating"] : ["Updating"]) {
    run.onEvent?.({ type: "notice", message: `${action} lock file '${cwdPath(project, path)}'` });
  }
  writeFileAtomic(join(project.rootDir, path), after);
  return path;
}
