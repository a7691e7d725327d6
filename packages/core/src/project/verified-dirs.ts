import { createHash } from "node:crypto";
import { join } from "node:path";
import type { HashName } from "../base/oid.ts";
import type { Remote } from "../remotes/remote.ts";
import { openVerifiedDirs, type VerifiedDirs } from "../transfer/verified-dirs.ts";
import type { Project } from "./project.ts";
import { tmpDir } from "./project-lock.ts";

/**
 * What a project remembers of a remote's directories; undefined for a remote on this machine, which is asked for
 * everything, since that costs little.
 */
export function verifiedDirs(project: Project, { url }: Remote, hashName: HashName): VerifiedDirs | undefined {
  if (!url.includes("://")) return undefined;
  const key = createHash("sha256").update(`${hashName} ${url}`).digest("hex");
  return openVerifiedDirs(join(tmpDir(project), "lode", "verified", key));
}
