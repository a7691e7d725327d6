import type { WantedOutput } from "../project/collect-wanted.ts";
import type { Project } from "../project/project.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import { joinOutcomes, type TransferOutcome } from "../transfer/wanted-objects.ts";
import { openSource } from "./open-source.ts";
import { findSourceItem } from "./source-item.ts";
import { sourcePathMissing } from "./source-path-missing.ts";
import { storeSourceItem } from "./store-item.ts";

/** Brings the data of imports from their sources into the project's cache, at the commits that they are locked to. */
export async function fetchImports(
  project: Project,
  imports: readonly WantedOutput[],
  context: MoveContext,
): Promise<TransferOutcome> {
  const outcomes: TransferOutcome[] = [];
  for (const { stage } of imports) {
    const [dependency] = stage.deps;
    const repo = dependency?.entry.repo;
    if (dependency === undefined || repo === undefined) continue;
    const rev = repo.revLock ?? repo.rev;
    const spec = { url: repo.url, ...(rev !== undefined && { rev }) };
    await using source = await openSource(spec, { ...context, context: project.context, cache: project.cache });
    const item = await findSourceItem(source, dependency.entry.path);
    if (item === undefined) throw sourcePathMissing(source, dependency.entry.path);
    outcomes.push((await storeSourceItem(source, item, { cache: project.cache, context })).outcome);
  }
  return joinOutcomes(outcomes);
}
