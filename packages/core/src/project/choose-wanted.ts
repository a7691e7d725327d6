import { posix } from "node:path";
import { isDirOid } from "../base/oid.ts";
import type { PathChoice } from "../formats/ignore/path-choice.ts";
import type { Output } from "./output.ts";

/**
 * Says whether anything of an output can be chosen: a single file goes by its name, and of a directory the files are
 * asked later, when its manifest is known.
 */
export function mayBeChosen({ oid, entry }: Output, isChosen: PathChoice | undefined): boolean {
  if (isChosen === undefined || (oid !== undefined && isDirOid(oid))) return true;
  return isChosen(posix.basename(entry.path));
}
