import { basename, dirname } from "node:path/posix";
import { LodeError } from "../base/lode-error.ts";
import type { RelPath } from "../base/rel-path.ts";
import { findIgnored } from "../git/find-ignored.ts";
import { ignoreScopeAt } from "./ignore-scope.ts";
import type { Project } from "./project.ts";

/**
 * Refuses a stage file that a walk would not find: one that `.dvcignore` or, in a work tree, Git ignores.
 *
 * @throws STAGE_FILE_IGNORED
 */
export async function checkStageFile(project: Project, file: RelPath): Promise<void> {
  const dir = dirname(file);
  const scope = await ignoreScopeAt(project.tree, dir === "." ? "" : dir);
  if (scope === undefined || scope.isIgnored(basename(file), "file")) throw ignored(file, "dvc-ignored");
  await checkNewStageFiles(project, [file]);
}

/**
 * Refuses to make stage files that, in a work tree, Git ignores. As in DVC, `.dvcignore` is not asked.
 *
 * @throws STAGE_FILE_IGNORED
 */
export async function checkNewStageFiles(project: Project, files: readonly RelPath[]): Promise<void> {
  if (project.git === undefined || project.commit !== undefined) return;
  const { repo, prefix } = project.git;
  const inRepo = (file: RelPath): string => (prefix === "" ? file : `${prefix}/${file}`);
  const found = await findIgnored(repo, files.map(inRepo));
  const hidden = files.find((file) => found.has(inRepo(file)));
  if (hidden !== undefined) throw ignored(hidden, "git-ignored");
}

function ignored(file: RelPath, how: string): LodeError {
  return new LodeError("STAGE_FILE_IGNORED", `Cannot use the stage file '${file}': it is ${how}`, {
    hint: "Change the ignore rules, or move the file.",
    details: { file },
  });
}
