import { LodeError } from "../../base/lode-error.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Output } from "../../project/output.ts";
import { findOutputAround, type ProjectIndex } from "../../project/project-index.ts";
import { isDataSource, isImport, type Stage } from "../../project/stage.ts";
import type { LocalLocation } from "../../project/workspace/workspace.ts";

/** A tracked directory whose listing can be changed. */
export interface TrackedDirectory {
  readonly stage: Stage;
  readonly output: Output & { readonly location: LocalLocation; readonly oid: Oid };
  /** Position in the stage's `outs`. */
  readonly position: number;
  /** From the project's root. */
  readonly path: RelPath;
}

/**
 * Finds the tracked directory that a path lies in; undefined if it lies in none.
 *
 * @param attempt what is to be done, such as `remove 'data/a'`
 * @throws OUTPUT_OF_PIPELINE, OUTPUT_IMPORTED, OUTPUT_IS_FILE, OUTPUT_UNKNOWN_STATE if its listing cannot be changed
 */
export function trackedDirectoryAround(
  index: ProjectIndex,
  path: RelPath,
  attempt: string,
): TrackedDirectory | undefined {
  return index.byPath.has(path) ? undefined : trackedDirectoryAt(index, path, attempt);
}

/** The same for a path that may be the directory itself. */
export function trackedDirectoryAt(index: ProjectIndex, path: RelPath, attempt: string): TrackedDirectory | undefined {
  const owned = findOutputAround(index, path);
  const location = owned?.output.location;
  if (owned === undefined || location?.kind !== "inside") return undefined;
  const { stage, output } = owned;
  const { oid } = output;
  const position = stage.outs.indexOf(output);
  const refusal = refusalOf(stage, output);
  if (refusal !== undefined) {
    const [code, state, hint] = refusal;
    throw new LodeError(code, `Cannot ${attempt}: '${location.path}' ${state}`, { hint, details: { path } });
  }
  // Without an object the output has been refused.
  return { stage, output: { ...output, location, oid: oid as Oid }, position, path: location.path };
}

type Refusal = readonly [
  "OUTPUT_OF_PIPELINE" | "OUTPUT_IMPORTED" | "OUTPUT_IS_FILE" | "OUTPUT_UNKNOWN_STATE",
  string,
  string,
];

function refusalOf(stage: Stage, { oid, hashName, entry }: Output): Refusal | undefined {
  if (!isDataSource(stage)) {
    return ["OUTPUT_OF_PIPELINE", `is an output of the stage '${stage.address}'`, "Let the pipeline make it so."];
  }
  if (isImport(stage)) {
    return [
      "OUTPUT_IMPORTED",
      "is an import",
      `Change the data at their source, then run \`lode update ${stage.file}\`.`,
    ];
  }
  if (oid === undefined) {
    return ["OUTPUT_UNKNOWN_STATE", "has no recorded listing", "Record what is there with `lode commit`."];
  }
  if (!isDirOid(oid)) return ["OUTPUT_IS_FILE", "is tracked as a file", "Name the file itself."];
  if (hashName === "md5") return undefined;
  return ["OUTPUT_IS_FILE", "is in the format of DVC 2", `Bring it up to date with \`lode add ${entry.path}\`.`];
}
