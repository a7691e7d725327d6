import { posix } from "node:path";
import type { RelPath } from "../base/rel-path.ts";
import type { ParsedDvcFile } from "../formats/stage/parse-dvc-file.ts";
import { resolveLocation } from "./location.ts";
import { makeOutput } from "./make-output.ts";
import type { Stage } from "./stage.ts";

/**
 * Makes the stage of a `.dvc` file.
 *
 * @param file the file's path from the project's root
 */
export function dvcFileStage(file: RelPath, parsed: ParsedDvcFile): Stage {
  const dvcFile = parsed.file;
  const wdir = stageWdir(file, dvcFile.wdir);
  return {
    address: file,
    file,
    wdir,
    deps: dvcFile.deps.map((entry) => ({
      entry,
      location: entry.repo === undefined && entry.db === undefined ? resolveLocation(entry.path, wdir) : undefined,
    })),
    outs: dvcFile.outs.map((entry) => makeOutput(entry, wdir)),
    frozen: dvcFile.frozen === true,
    alwaysChanged: dvcFile.alwaysChanged === true,
    dvcFile: parsed,
    pipeline: undefined,
  };
}

/** The folder that a stage's paths are relative to, from the project's root; `""` is the root. */
export function stageWdir(file: RelPath, wdir: string | undefined): string {
  const joined = posix.normalize(posix.join(posix.dirname(file), wdir ?? "."));
  return joined === "." ? "" : joined.replace(/\/$/, "");
}
