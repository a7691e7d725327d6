import { posix } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import { listDirInDiskOrder } from "../fs/list-dir.ts";
import type { Project } from "../project/project.ts";

/** Targets that may be patterns. */
export interface GlobTargets {
  readonly targets?: readonly string[];
  /** Default: false. */
  readonly glob?: boolean;
}

/**
 * Returns targets with shell patterns (`*`, `?`, `[…]`, `**`) replaced by the paths that match, as Python's glob finds
 * them; names that start with a dot are matched only by a pattern that does.
 *
 * @throws GLOB_NO_MATCH if nothing matches any pattern
 */
export async function expandGlobs(
  project: Project,
  { targets = [], glob = false }: GlobTargets,
): Promise<readonly string[]> {
  if (!glob || targets.length === 0) return targets;
  const cwd = posix.join(project.rootDir, project.cwd);
  const found = targets.flatMap((pattern) => {
    const isAbsolute = pattern.startsWith("/");
    const parts = pattern.split("/");
    return [...(isAbsolute ? matches("/", "/", parts.slice(1)) : matches(cwd, "", parts))];
  });
  if (found.length > 0) return found;
  throw new LodeError("GLOB_NO_MATCH", `Cannot expand ${targets.map((t) => `'${t}'`).join(", ")}: nothing matches`, {
    details: { patterns: targets },
  });
}

function* matches(start: string, base: string, parts: readonly string[]): Generator<string> {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (part === "**") yield* matchAnyDepth(start, base, rest);
  else yield* matchOne(start, base, { part, rest });
}

function* matchOne(
  start: string,
  base: string,
  { part, rest }: { readonly part: string; readonly rest: readonly string[] },
): Generator<string> {
  const isMatch = (name: string) => (part.startsWith(".") || !name.startsWith(".")) && posix.matchesGlob(name, part);
  const entries = listDirInDiskOrder(posix.join(start, base)) ?? [];
  for (const { name, kind } of entries.filter((entry) => isMatch(entry.name))) {
    const path = posix.join(base, name);
    if (rest.length === 0) yield path;
    else if (kind === "dir" || kind === "link") yield* matches(start, path, rest);
  }
}

/** `**` stands for no folder, or any number of them; as the last part, for everything below. */
function* matchAnyDepth(start: string, base: string, rest: readonly string[]): Generator<string> {
  if (rest.length > 0) yield* matches(start, base, rest);
  const visible = (listDirInDiskOrder(posix.join(start, base)) ?? []).filter(({ name }) => !name.startsWith("."));
  for (const { name, kind } of visible) {
    const path = posix.join(base, name);
    if (rest.length === 0) yield path;
    if (kind === "dir") yield* matchAnyDepth(start, path, rest);
  }
}
