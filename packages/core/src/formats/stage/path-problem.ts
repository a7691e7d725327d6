/** Says why a path cannot be that of an output or dependency; undefined if it can. */
export function pathProblem(path: string, role: "output" | "dependency"): string | undefined {
  if (path === "") return "path is empty";
  if (path.includes("\0")) return "path holds NUL";
  return isStageFileName(path) ? `DVC file '${path}' cannot be ${role === "output" ? "an" : "a"} ${role}` : undefined;
}

/** Says whether a path is one under which DVC keeps stages: `*.dvc` or `dvc.yaml`. */
export function isStageFileName(path: string): boolean {
  return path.endsWith(".dvc") || path.slice(path.lastIndexOf("/") + 1) === "dvc.yaml";
}
