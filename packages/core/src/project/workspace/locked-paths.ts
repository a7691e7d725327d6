import type { Location } from "../location.ts";
import type { LockedPaths } from "../project-lock.ts";
import type { Stage } from "../stage.ts";
import { fullPath, type Workspace } from "./workspace.ts";

/** Which of a stage's paths work reads and writes. */
export interface PathUse {
  readonly deps: "read" | "none";
  readonly outs: "read" | "write";
}

/** The paths of stages on this machine, for DVC's table of readers and writers. */
export function lockedPaths(workspace: Pick<Workspace, "project">, stages: Iterable<Stage>, use: PathUse): LockedPaths {
  const all = [...stages];
  const outs = localPaths(
    workspace,
    all.flatMap((stage) => stage.outs),
  );
  const deps =
    use.deps === "none"
      ? new Set<string>()
      : localPaths(
          workspace,
          all.flatMap((stage) => stage.deps),
        );
  if (use.outs === "read") return { read: [...new Set([...deps, ...outs])], write: [] };
  return { read: [...deps].filter((path) => !outs.has(path)), write: [...outs] };
}

function localPaths(
  workspace: Pick<Workspace, "project">,
  entries: readonly { readonly location: Location | undefined }[],
): Set<string> {
  const paths = new Set<string>();
  for (const { location } of entries) {
    if (location !== undefined && location.kind !== "url") paths.add(fullPath(workspace, location));
  }
  return paths;
}
