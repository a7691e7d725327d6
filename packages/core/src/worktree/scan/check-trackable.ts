import { LodeError } from "../../base/lode-error.ts";
import { pathIn, type Scan, type ScannedDir } from "./scan.ts";

/**
 * Makes sure that everything in a scan can be tracked. Links to directories are passed over, as in DVC,
 * and so are temporaries.
 *
 * @throws IGNORE_FILE_IN_OUTPUT if there is a `.dvcignore` in it, whose rules would change what the output is;
 *   FILE_UNREADABLE if there is a broken link, or a pipe, socket or device
 */
export function checkTrackable(scan: Scan): void {
  if (scan.kind === "file") return;
  for (const dir of scan.dirs) {
    if (dir.stats.names.includes(".dvcignore")) throw ignoreFileInside(scan, dir);
    for (const { name, kind } of dir.oddities) {
      if (kind === "broken-link" || kind === "special") throw untrackable(`${scan.base}/${pathIn(dir, name)}`, kind);
    }
  }
}

function ignoreFileInside({ base }: Scan, dir: ScannedDir): LodeError {
  const path = pathIn(dir, ".dvcignore");
  return new LodeError("IGNORE_FILE_IN_OUTPUT", `Cannot track "${base}": there is a .dvcignore file in it`, {
    hint: `Move the rules of "${path}" to a .dvcignore outside of the tracked directory.`,
    details: { output: base, path },
  });
}

function untrackable(path: string, kind: "broken-link" | "special"): LodeError {
  const state =
    kind === "broken-link" ? "it is a link to nothing" : "it is neither a file nor a directory, but a pipe or device";
  return new LodeError("FILE_UNREADABLE", `Cannot track "${path}": ${state}`, {
    hint: "Remove it, or ignore it in .dvcignore.",
    details: { path },
  });
}
