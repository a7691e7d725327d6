import type { EntryState } from "../../formats/stage/output-entry.ts";
import { fileEntries, withKnown } from "../../project/workspace/keep-versions.ts";
import { memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import type { Scan } from "../../worktree/scan/scan.ts";
import type { OutputPart } from "./output-part.ts";

/**
 * Lists the files of a directory that its stage gives file by file, after a path in it was taken over: the others stay as
 * they are listed.
 *
 * @param found what lies at the path now; undefined if nothing does
 * @returns nothing for a directory that is recorded by its checksum
 * @throws what hashing throws
 */
export async function listPart(
  workspace: Workspace,
  { output, within }: OutputPart,
  found: Scan | undefined,
): Promise<Pick<EntryState, "files">> {
  const { files } = output.entry;
  if (files === undefined) return {};
  const others = files.filter(({ relpath }) => relpath !== within && !relpath.startsWith(`${within}/`));
  if (found === undefined) return { files: others };
  const memory = { ...memoryOf(workspace, output.location, "md5"), partial: true };
  const now = fileEntries(await hashScan(found, { hashName: "md5", memory, run: workspace.run }));
  return { files: [...others, ...withKnown(now, files)] };
}
