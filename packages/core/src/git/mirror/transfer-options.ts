import type { RunContext } from "../../base/events.ts";
import type { RunGitOptions } from "../run-git.ts";

/** Without it, git asks a shallow server for the commits before the first again and again (seen with 2.39). */
const NO_LAZY_FETCH = { GIT_NO_LAZY_FETCH: "1" };

/**
 * How git runs to clone or fetch: it can be stopped, its progress becomes events of the task `clone`, counted in
 * objects, and it fetches nothing but what it was told to.
 */
export function transferOptions(run: RunContext): RunGitOptions {
  const { onEvent, signal } = run;
  const passed = { extraEnv: NO_LAZY_FETCH, ...(signal === undefined ? {} : { signal }) };
  if (onEvent === undefined) return passed;
  const progress = { type: "progress", task: "clone", unit: "files" } as const;
  let begun = false;
  return {
    ...passed,
    onStderr(text) {
      // Only the last figure of a piece matters; a figure that is cut in two comes again.
      const last = [...text.matchAll(/Receiving objects: +\d+% \((\d+)\/(\d+)\)/g)].at(-1);
      if (last === undefined) return;
      const total = Number(last[2]);
      if (!begun) onEvent({ ...progress, done: 0, total });
      begun = true;
      onEvent({ ...progress, done: Number(last[1]), total });
    },
  };
}
