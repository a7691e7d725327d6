import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { isLinkUnsupported, linkFile } from "./link-file.ts";
import type { LinkType } from "./link-type.ts";
import { temporaryName } from "./temporary-name.ts";
import { removeIfThere, writeFileAtomic } from "./write-file-atomic.ts";

/**
 * Finds which links can lead from files in one directory to files in another, by trying. Nothing stays behind.
 *
 * @throws IO_FAILED if nothing can be written to `from`
 */
export function probeLinkTypes(from: string, to: string): readonly LinkType[] {
  const source = join(from, temporaryName());
  writeFileAtomic(source, "");
  try {
    return (["reflink", "hardlink", "symlink"] as const).filter((type) => works(type, source, to));
  } finally {
    removeIfThere(source);
  }
}

function works(type: LinkType, source: string, dir: string): boolean {
  const target = join(dir, temporaryName());
  try {
    linkFile(type, source, target);
  } catch (error) {
    if (isLinkUnsupported(error)) return false;
    throw error;
  }
  unlinkSync(target);
  return true;
}
