import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import type { Stage } from "../../project/stage.ts";
import { followedRev, type ImportOrigin, importOrigin } from "../../source/import-spec.ts";
import { type SourcePool, sourcePool } from "../../source/source-pool.ts";
import { compareWithSource, isNotReachable, lockedVersion } from "./compare-with-source.ts";
import type { ComparedVersions, OutdatedImport } from "./outdated-import.ts";

/** Which imports are looked at. */
export interface OutdatedOptions extends Pick<SelectOptions, "recursive"> {
  /** Relative to the project's `cwd`. Default: all imports. */
  readonly targets?: readonly string[];
}

/**
 * Compares imports from repositories with their sources, each of which is asked once. One that cannot be reached is
 * told by a warning, and its imports are `unknown`. Nothing changes.
 *
 * @throws TARGET_UNKNOWN, and what loading of stage files throws
 */
export async function outdated(
  project: Project,
  options: OutdatedOptions,
  run: RunContext,
): Promise<readonly OutdatedImport[]> {
  const selections = await selectTargets({ project, index: () => loadIndex(project) }, options.targets ?? [], options);
  const stages = new Set(selections.map(({ stage }) => stage));
  await using pool = sourcePool({ ...run, context: project.context, cache: project.cache });
  const lost = new Set<string>();
  const imports: OutdatedImport[] = [];
  for (const stage of stages) {
    const origin = importOrigin(stage);
    if (origin === undefined) continue;
    const dvcFile = cwdAddress(project, stage);
    imports.push({ dvcFile, ...(await describeImport({ pool, lost, run }, stage, origin)) });
  }
  return imports.sort((a, b) => (a.dvcFile < b.dvcFile ? -1 : 1));
}

interface Asking {
  readonly pool: SourcePool;
  /** What was said of sources that could not be asked. */
  readonly lost: Set<string>;
  readonly run: RunContext;
}

async function describeImport(
  { pool, lost, run }: Asking,
  stage: Stage,
  origin: ImportOrigin,
): Promise<Omit<OutdatedImport, "dvcFile">> {
  const { repo, path } = origin;
  const place = { url: repo.url, path, follows: followedRev(origin) ?? null };
  try {
    return { ...place, ...(await compareWithSource(pool, stage, origin)) };
  } catch (error) {
    if (!isNotReachable(error) || !isLodeError(error)) throw error;
    if (!lost.has(error.message)) run.onEvent?.({ type: "warning", message: error.message });
    lost.add(error.message);
    const unknown: ComparedVersions = {
      current: lockedVersion(repo, []),
      wanted: null,
      newest: null,
      state: "unknown",
    };
    return { ...place, ...unknown };
  }
}
