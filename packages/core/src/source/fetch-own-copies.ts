import { isLodeError, LodeError } from "../base/lode-error.ts";
import { isDirOid, type Oid } from "../base/oid.ts";
import { collectWanted, type WantedOutput } from "../project/collect-wanted.ts";
import { moveObjects } from "../project/move-objects.ts";
import type { Project } from "../project/project.ts";
import { isPartialImport, isRepoImport } from "../project/stage.ts";
import { fetchObjects } from "../transfer/fetch-objects.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import { findLackingImport } from "./find-lacking-import.ts";

/** From where copies are fetched. */
export interface OwnCopies {
  readonly project: Project;
  /** The remote in place of the default one. */
  readonly remote: string | undefined;
}

/**
 * Brings what the cache lacks of imports from the project's own remotes, which have it if `import --store` sent it there.
 * What they lack is left to the sources. A remote that cannot be asked, and damaged copies, are told by warnings.
 *
 * @returns the files that the cache did not have; manifests are not counted, as with imports from their sources
 * @throws CANCELLED
 */
export async function fetchOwnCopies(
  { project, remote }: OwnCopies,
  imports: readonly WantedOutput[],
  context: MoveContext,
): Promise<readonly Oid[]> {
  const lacking: WantedOutput[] = [];
  for (const wanted of imports) {
    if (!isRepoImport(wanted.stage) || isPartialImport(wanted.stage)) continue;
    if ((await findLackingImport(project, wanted, context)) !== undefined) lacking.push(wanted);
  }
  const fetched: Oid[] = [];
  for (const [name, groups] of collectWanted(lacking)) {
    const own = name ?? remote ?? project.config.core.remote;
    if (own === undefined) continue;
    fetched.push(...(await fetchFrom({ project, remote: own }, new Map([[own, groups]]), context)));
  }
  return fetched;
}

async function fetchFrom(
  { project, remote }: OwnCopies,
  wanted: ReturnType<typeof collectWanted>,
  context: MoveContext,
): Promise<readonly Oid[]> {
  try {
    const outcome = await moveObjects({ ...project, remote }, fetchObjects, { wanted, context });
    const damaged = outcome.failed.filter(({ error }) => isLodeError(error, "OBJECT_CORRUPT"));
    for (const { error } of damaged) context.onEvent?.({ type: "warning", message: error.message });
    return outcome.transferred.filter((oid) => !isDirOid(oid));
  } catch (error) {
    if (!(error instanceof LodeError) || error.kind === "cancelled") throw error;
    context.onEvent?.({ type: "warning", message: `${error.message}. Imports are taken from their sources` });
    return [];
  }
}
