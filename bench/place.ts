import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Place } from "./suite.ts";
import { type ProjectTool, programs } from "./tool.ts";

/** A place with the environment that its commands run in. */
export interface MeasuredPlace extends Place {
  readonly env: NodeJS.ProcessEnv;
}

/** Makes an empty place with its own home folder, so that no cache of the user or of another place helps. */
export function makePlace(tool: ProjectTool, dir: string): MeasuredPlace {
  const project = join(dir, "project");
  for (const folder of [project, join(dir, "home"), join(dir, "aside")]) mkdirSync(folder, { recursive: true });
  const env = environment(dir);
  let asideCount = 0;
  const run: Place["run"] = ([command = "", ...args], cwd = project) =>
    execFileSync(command, args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "pipe"] });
  return {
    tool,
    dir,
    project,
    env,
    run,
    runTool: (args, cwd) => run([...programs[tool], ...args], cwd),
    setAside: (path) => renameSync(join(dir, path), join(dir, `aside/${asideCount++}`)),
  };
}

function environment(dir: string): NodeJS.ProcessEnv {
  const git = {
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
    GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
  };
  const person = {
    GIT_AUTHOR_NAME: "Bench",
    GIT_AUTHOR_EMAIL: "bench@localhost",
    GIT_COMMITTER_NAME: "Bench",
    GIT_COMMITTER_EMAIL: "bench@localhost",
  };
  const { PATH, LANG } = process.env;
  return {
    PATH,
    LANG,
    HOME: join(dir, "home"),
    DVC_NO_ANALYTICS: "1",
    DVC_SITE_CACHE_DIR: join(dir, "site"),
    ...git,
    ...person,
  };
}
