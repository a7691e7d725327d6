import type { RunContext } from "../base/events.ts";
import { isLodeError } from "../base/lode-error.ts";
import type { Project } from "../project/project.ts";
import type { Stage } from "../project/stage.ts";
import { importOrigin, newestSpec } from "./import-spec.ts";
import { sourcePool } from "./source-pool.ts";

/** A newer commit of the source of an import. */
export interface ImportUpdate {
  /** The commit that the import is locked to. */
  readonly locked: string;
  /** The newest commit of the branch, tag or commit that it follows. */
  readonly newest: string;
}

/**
 * Asks the sources of imports whether there are newer commits; each source is asked once for each revision. Stages that
 * are no imports, or are not locked yet, are passed over.
 *
 * Offline, what was last fetched of a source counts; one of which there is nothing is passed over with a warning.
 *
 * @returns the stages with an update
 * @throws what openSource throws, SOURCE_UNREACHABLE among it
 */
export async function findImportUpdates(
  project: Project,
  stages: Iterable<Stage>,
  run: RunContext,
): Promise<ReadonlyMap<Stage, ImportUpdate>> {
  await using pool = sourcePool({ ...run, context: project.context, cache: project.cache });
  const updates = new Map<Stage, ImportUpdate>();
  for (const stage of stages) {
    const origin = importOrigin(stage);
    const locked = origin?.repo.revLock;
    if (origin === undefined || locked === undefined) continue;
    const { commit } = (await openUnlessOffline(() => pool.open(newestSpec(origin)), run)) ?? {};
    if (commit !== undefined && commit !== locked) updates.set(stage, { locked, newest: commit });
  }
  return updates;
}

async function openUnlessOffline<T>(open: () => Promise<T>, { onEvent }: RunContext): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    if (!isLodeError(error, "OFFLINE")) throw error;
    onEvent?.({ type: "warning", message: `${error.message}. Newer versions of it are not looked for` });
    return undefined;
  }
}
