import type { RelPath } from "../base/rel-path.ts";
import type { DvcFile } from "../formats/stage/dvc-file.ts";
import type { OutputEntry } from "../formats/stage/output-entry.ts";
import type { ParsedDvcFile } from "../formats/stage/parse-dvc-file.ts";
import { computeStageMd5 } from "../formats/stage/stage-md5.ts";
import { dvcFileStage } from "./dvc-file-stage.ts";
import type { Stage } from "./stage.ts";

/** A `.dvc` file that is to be written, with one output. */
export interface ImportDraft {
  /** From the project's root. */
  readonly file: RelPath;
  readonly content: DvcFile;
  /** The file that it replaces, whose comments and order stay. */
  readonly old: ParsedDvcFile | undefined;
}

/** The stage that a draft describes. */
export function draftStage({ file, content }: ImportDraft): Stage {
  return dvcFileStage(file, { file: content, text: "", fileName: file });
}

/** Puts a new output, and the checksum that follows, into the content of an import. */
export function withImportedOutput(content: DvcFile, output: OutputEntry): DvcFile {
  const changed = { ...content, outs: [output] };
  return { ...changed, md5: computeStageMd5(changed) };
}
