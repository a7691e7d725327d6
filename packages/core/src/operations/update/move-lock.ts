import { cwdAddress } from "../../project/cwd-path.ts";
import type { Stage } from "../../project/stage.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { followedRev, following, type ImportOrigin, lockTo, newestSpec } from "../../source/import-spec.ts";
import type { Source } from "../../source/source.ts";
import type { SourcePool } from "../../source/source-pool.ts";

/** An import whose lock has moved, and its source there. */
export interface MovedLock {
  readonly source: Source;
  readonly commit: string;
  readonly origin: ImportOrigin;
}

/**
 * Looks up the newest commit of what an import follows.
 *
 * @param rev what it follows from now on; undefined: as before
 * @throws SOURCE_WITHOUT_COMMIT, and what opening of a source throws
 */
export async function moveLock(pool: SourcePool, origin: ImportOrigin, rev: string | undefined): Promise<MovedLock> {
  const { repo, notes } = rev === undefined ? origin : following(origin, rev);
  const source = await pool.open(newestSpec({ repo, notes }));
  const locked = lockTo(repo, source);
  return { source, commit: locked.revLock, origin: { ...origin, repo: locked, notes } };
}

/** Takes a range of versions from an import, with a warning, if `dvc update --rev` has left it behind. */
export function withoutLostRange({ run, project }: Workspace, stage: Stage, origin: ImportOrigin): ImportOrigin {
  const { rev: range, ...notes } = origin.notes;
  const rev = followedRev(origin);
  if (range === undefined || rev === range) return origin;
  const now = rev === undefined ? "the default branch" : `'${rev}'`;
  const message = `'${cwdAddress(project, stage)}' was moved out of the versions '${range}'; it follows ${now} from now on`;
  run.onEvent?.({ type: "warning", message });
  return { ...origin, notes };
}
