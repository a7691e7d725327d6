import { posix } from "node:path";
import type { RelPath } from "../base/rel-path.ts";
import type { JoinedStage } from "../formats/pipeline/join-lock.ts";
import { stageWdir } from "./dvc-file-stage.ts";
import { resolveLocation } from "./location.ts";
import { makeOutput } from "./make-output.ts";
import type { Stage } from "./stage.ts";

/**
 * Makes the stage of an entry of a `dvc.yaml`, with what its `dvc.lock` records.
 *
 * @param file the `dvc.yaml`, from the project's root
 */
export function pipelineStage(file: RelPath, joined: JoinedStage): Stage {
  const { definition, deps, outs } = joined;
  const wdir = stageWdir(file, definition.wdir);
  return {
    address: posix.dirname(file) === "." ? definition.name : `${file}:${definition.name}`,
    file,
    wdir,
    deps: deps.map((entry) => ({ entry, location: resolveLocation(entry.path, wdir) })),
    outs: outs.map((entry) => makeOutput(entry, wdir)),
    frozen: definition.frozen,
    alwaysChanged: definition.alwaysChanged,
    dvcFile: undefined,
    pipeline: joined,
  };
}
