import type { RunContext } from "../../base/events.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { listObjects } from "../../store/list-objects.ts";
import { migrateObjects } from "../../store/migrate-objects.ts";

/** How the cache is migrated. */
export interface MigrateOptions {
  /** True: nothing is changed. Default: false. */
  readonly dry?: boolean;
}

/** What was migrated. */
export interface MigrateCacheResult {
  readonly dry: boolean;
  /** Objects that DVC 3's part of the cache got; in a dry run all objects of DVC 2's. */
  readonly objects: number;
}

/**
 * Takes the objects of DVC 2 in the cache into DVC 3's part of it; see migrateObjects. They stay where they are, since
 * files of DVC 2 may record them.
 *
 * @throws LOCK_HELD, and what storing throws
 */
export function migrateCache(
  project: Project,
  { dry = false }: MigrateOptions,
  { onEvent, signal }: RunContext,
): Promise<MigrateCacheResult> {
  const { current, legacy } = project.cache;
  return withProjectLock(project, async () => {
    const total = [...listObjects(legacy)].length;
    if (dry) return { dry, objects: total };
    const onProgress = ({ files }: { readonly files: number }) =>
      onEvent?.({ type: "progress", task: "store", unit: "files", done: files, total });
    const options = { onProgress, ...(signal !== undefined && { signal }) };
    return { dry, objects: await migrateObjects({ from: legacy, to: current }, options) };
  });
}
