import { appendAll } from "../../base/append-all.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { selectedOutputs } from "../../project/collect-wanted.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Output } from "../../project/output.ts";
import type { Project } from "../../project/project.ts";
import type { ProjectIndex } from "../../project/project-index.ts";
import { type Selection, selectTargets } from "../../project/select-targets.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { type Manifests, type RecordedOutput, recordedOutputs } from "../compare/recorded-outputs.ts";

/** What looking at a revision needs. */
export interface RevisionContext {
  readonly workspace: Workspace;
  readonly manifests: Manifests;
  /** None are all. */
  readonly targets: readonly string[];
}

/** What a revision records, and what targets mean there. */
export interface RevisionData {
  readonly outputs: ReadonlyMap<RelPath, RecordedOutput>;
  /** What the targets name, from the project's root; undefined without targets. */
  readonly paths: readonly string[] | undefined;
  /** Targets that the revision does not know. */
  readonly unknownTargets: readonly string[];
}

/**
 * Loads what a revision of a project, or its work tree, records.
 *
 * @param project at the revision
 * @throws MANIFEST_MISSING if a target lies in a directory whose manifest cannot be had
 */
export async function revisionData(context: RevisionContext, project: Project): Promise<RevisionData> {
  const index = await loadIndex(project);
  const outputs = recordedOutputs({ ...context, project }, index);
  if (context.targets.length === 0) return { outputs, paths: undefined, unknownTargets: [] };
  const paths: string[] = [];
  const unknownTargets: string[] = [];
  for (const target of context.targets) {
    const selections = await selectionsOf(project, index, target);
    if (selections === undefined) unknownTargets.push(target);
    else appendAll(paths, await pathsOf(selections, outputs));
  }
  return { outputs, paths, unknownTargets };
}

async function selectionsOf(
  project: Project,
  index: ProjectIndex,
  target: string,
): Promise<readonly Selection[] | undefined> {
  try {
    return await selectTargets({ project, index: async () => index }, [target]);
  } catch (error) {
    if (isLodeError(error, "TARGET_UNKNOWN", "STAGE_FILE_NOT_FOUND", "STAGE_NOT_FOUND")) return undefined;
    throw error;
  }
}

async function pathsOf(selections: readonly Selection[], outputs: RevisionData["outputs"]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { output, within } of selectedOutputs(selections)) {
    const { location } = output;
    if (location.kind !== "inside") continue;
    if (within === undefined) paths.push(location.path);
    else if ((await outputs.get(location.path)?.hasManifest()) === false) throw unknownContent(output);
    else
      appendAll(
        paths,
        within.map((path) => `${location.path}/${path}`),
      );
  }
  return paths;
}

function unknownContent({ entry: { path }, oid }: Output): LodeError {
  return new LodeError(
    "MANIFEST_MISSING",
    `Cannot look into the directory '${path}': its listing is not in the cache`,
    {
      hint: "Get it with `lode fetch`.",
      details: { path, oid },
    },
  );
}
