import { LodeError } from "../../base/lode-error.ts";
import { resolveRemote } from "../../formats/config/resolve-remote.ts";
import { cwdAddress, cwdLocation } from "../../project/cwd-path.ts";
import type { Output } from "../../project/output.ts";
import type { Project } from "../../project/project.ts";
import type { Stage } from "../../project/stage.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import type { UpdateOptions } from "./update-options.ts";

/**
 * Does what update does for stages that are no imports: nothing, for data that no remote holds by its path, with a
 * warning.
 *
 * @throws OPTIONS_CONFLICT if an option is for imports only, REMOTE_MISSING, UPDATE_UNSUPPORTED
 */
export function updateTracked(
  project: Project,
  stages: readonly Stage[],
  { options, context }: { readonly options: UpdateOptions; readonly context: MoveContext },
): void {
  refuseImportOptions(options);
  for (const stage of stages) {
    for (const output of stage.outs.filter(({ cached, entry }) => cached && entry.push)) {
      updateOutput(project, { stage, output }, context);
    }
  }
}

function refuseImportOptions({ rev, noDownload = false, toRemote = false }: UpdateOptions): void {
  const given = [
    ...(rev === undefined ? [] : ["--rev"]),
    ...(noDownload ? ["--no-download"] : []),
    ...(toRemote ? ["--to-remote"] : []),
  ];
  if (given[0] === undefined) return;
  throw new LodeError("OPTIONS_CONFLICT", `Cannot update: ${given[0]} can't be used for what is no import`);
}

function updateOutput(
  project: Project,
  { stage, output }: { readonly stage: Stage; readonly output: Output },
  { onEvent }: MoveContext,
): void {
  const remote = remoteName(output);
  const path = cwdLocation(project, output.location);
  if (remote === undefined) {
    onEvent?.({ type: "warning", message: `Could not update '${path}', it was never pushed to a remote` });
    return;
  }
  const { options } = resolveRemote(project.config, remote);
  const isByPath = options.get("worktree") === true;
  const state = isByPath ? `remote '${remote}' keeps files by their paths, which Lode does not read yet` : "no import";
  throw new LodeError("UPDATE_UNSUPPORTED", `Cannot update '${cwdAddress(project, stage)}': ${state}`, {
    ...(isByPath && { hint: "Use `dvc update` for it." }),
    details: { stage: stage.address, remote },
  });
}

/** The remote that an output belongs to, or that a version-aware push recorded. */
function remoteName({ entry }: Output): string | undefined {
  const [cloud] = Object.keys(entry.cloud ?? {});
  return entry.remote ?? cloud;
}
