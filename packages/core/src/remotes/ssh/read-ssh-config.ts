import { basename, dirname, isAbsolute, join } from "node:path";
import { listDir } from "../../fs/list-dir.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";

const MAX_DEPTH = 16;

/** Reads the user's OpenSSH configuration, with the files that it includes in their places; empty if there is none. */
export function readSshConfig(homeDir: string): string {
  return expand(join(homeDir, ".ssh/config"), homeDir, 0);
}

/** Deeper inclusions are left out, as OpenSSH refuses them. */
function expand(path: string, homeDir: string, depth: number): string {
  const text = depth > MAX_DEPTH ? "" : (readTextIfExists(path) ?? "");
  return text.replaceAll(/^[ \t]*include[ \t=]+(.+)$/gim, (_line, patterns: string) =>
    patterns
      .split(/\s+/)
      .flatMap((pattern) => filesOf(pattern.replaceAll('"', ""), homeDir))
      .map((file) => expand(file, homeDir, depth + 1))
      .join("\n"),
  );
}

/** Wildcards count in the last part of a path. */
function filesOf(pattern: string, homeDir: string): readonly string[] {
  if (pattern === "") return [];
  const path = absolute(pattern, homeDir);
  if (!/[*?]/.test(path)) return [path];
  const source = basename(path)
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  const names = (listDir(dirname(path)) ?? []).map(({ name }) => name);
  return names
    .filter((name) => new RegExp(`^${source}$`).test(name))
    .sort()
    .map((name) => join(dirname(path), name));
}

function absolute(path: string, homeDir: string): string {
  if (path.startsWith("~/")) return join(homeDir, path.slice(2));
  return isAbsolute(path) ? path : join(homeDir, ".ssh", path);
}
