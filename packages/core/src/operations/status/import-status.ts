import type { RunContext } from "../../base/events.ts";
import type { Project } from "../../project/project.ts";
import type { Dependency } from "../../project/stage.ts";
import { openSource } from "../../source/open-source.ts";
import type { EntryStatus } from "./status-item.ts";

/**
 * Asks the source repository of an import whether there is a newer commit than the one that the import is locked to.
 *
 * @throws what opening of the source throws, SOURCE_UNREACHABLE among it
 */
export async function importStatus(
  project: Project,
  { entry }: Dependency,
  run: RunContext,
): Promise<EntryStatus | undefined> {
  const { repo } = entry;
  if (repo?.revLock === undefined) return undefined;
  const spec = { url: repo.url, ...(repo.rev !== undefined && { rev: repo.rev }) };
  await using source = await openSource(spec, { ...run, context: project.context, cache: project.cache });
  return source.commit === repo.revLock ? undefined : "update available";
}
