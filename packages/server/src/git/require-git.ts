import { join } from "node:path";
import { LodeError } from "@lode/core";
import { type GitContext, pathExists, runGit } from "@lode/core/engine";

/** The part of Git that answers clones and pushes; some systems have it in a package of its own. */
const BACKEND = ["git-http-backend", "git-http-backend.exe"];

/**
 * Makes sure that there is a Git that can serve repositories, rather than that each clone finds out.
 *
 * @throws GIT_MISSING
 */
export async function requireGit(context: GitContext): Promise<void> {
  const { stdout } = await runGit(context, ["--exec-path"]);
  const dir = stdout.toString("utf8").trim();
  if (BACKEND.some((name) => pathExists(join(dir, name)))) return;
  throw new LodeError("GIT_MISSING", `Cannot serve repositories: Git has no "http-backend" in "${dir}"`, {
    hint: "Install all of Git; Alpine Linux has that part in its package git-daemon.",
    details: { dir },
  });
}
