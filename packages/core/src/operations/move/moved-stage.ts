import { isAbsolute, join, posix, relative } from "node:path";
import type { RelPath } from "../../base/rel-path.ts";
import type { DependencyEntry } from "../../formats/stage/dependency-entry.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { computeStageMd5 } from "../../formats/stage/stage-md5.ts";
import type { Project } from "../../project/project.ts";
import type { OwnedOutput } from "../../project/project-index.ts";
import { type Dependency, isImport, type Stage } from "../../project/stage.ts";

/** The `.dvc` file of an output that is moved. */
export interface MovedStage {
  /** From the project's root; another one than before if the file is named after its only output. */
  readonly file: RelPath;
  readonly content: DvcFile;
}

/**
 * Works out the `.dvc` file of an output at its new place. The recorded state stays: data that were modified before are
 * modified afterwards, as in DVC.
 */
export function movedStage(project: Project, { stage, output }: OwnedOutput, destination: RelPath): MovedStage {
  const folder = posix.dirname(destination) === "." ? "" : posix.dirname(destination);
  const isRenamed = isNamedAfter(stage, output.entry.path);
  const wdir = isRenamed ? folder : stage.wdir;
  const at = (path: string) => relative(join(project.rootDir, wdir), join(project.rootDir, path));
  const { wdir: wdirField, md5: _md5, ...rest } = stage.dvcFile?.file ?? { deps: [], outs: [] };
  const outs = rest.outs.with(stage.outs.indexOf(output), { ...output.entry, path: at(destination) });
  const deps = stage.deps.map((dependency) => movedDependency(dependency, at));
  const base = { ...rest, ...(!isRenamed && wdirField !== undefined && { wdir: wdirField }), deps, outs };
  const content = isImport(stage) ? { ...base, md5: computeStageMd5(base) } : base;
  // A RelPath with a suffix is one too.
  return { file: isRenamed ? (`${destination}.dvc` as RelPath) : stage.file, content };
}

function isNamedAfter({ file, outs }: Stage, path: string): boolean {
  return outs.length === 1 && posix.basename(file) === `${posix.basename(path)}.dvc`;
}

/** A path on this machine stays one of the same file; absolute ones, URLs and paths of other repositories stay. */
function movedDependency({ entry, location }: Dependency, at: (path: string) => string): DependencyEntry {
  if (location === undefined || location.kind === "url" || isAbsolute(entry.path)) return entry;
  return { ...entry, path: at(location.path) };
}
