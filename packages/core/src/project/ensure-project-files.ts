import { join, relative, sep } from "node:path";
import { isLodeError } from "../base/lode-error.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { lstatPath } from "../fs/lstat-path.ts";
import { readTextIfExists } from "../fs/read-text-if-exists.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";
import { findIgnored } from "../git/find-ignored.ts";
import type { GitRepo } from "../git/git-repo.ts";
import { DVC_DIR } from "./find-root.ts";

/** What Git must not see in `.dvc`, in DVC's order. */
const ignoredNames = ["config.local", "tmp", "cache"] as const;

/**
 * Makes sure that the private parts of `.dvc` are there and that Git ignores them, as DVC does whenever it opens a
 * project: `tmp/`, `tmp/btime` (whose time tells checkouts apart), and a line in `.dvc/.gitignore` for each name that no
 * rule of Git covers yet. On a project that may not be written to, it does nothing.
 *
 * @param rootDir absolute
 * @param repo undefined for a project without Git: there is no `.gitignore` then
 * @throws IO_FAILED, GIT_FAILED
 */
export async function ensureProjectFiles(rootDir: string, repo: GitRepo | undefined): Promise<void> {
  try {
    createTmp(join(rootDir, DVC_DIR, "tmp"));
    if (repo !== undefined) await ensureIgnored(rootDir, repo);
  } catch (error) {
    if (!isReadOnly(error)) throw error;
  }
}

function createTmp(tmp: string): void {
  ensureDir(tmp);
  const btime = join(tmp, "btime");
  if (lstatPath(btime) === undefined) writeFileAtomic(btime, "");
}

async function ensureIgnored(rootDir: string, repo: GitRepo): Promise<void> {
  const file = join(rootDir, DVC_DIR, ".gitignore");
  const text = readTextIfExists(file) ?? "";
  const lines = text.split(/\r?\n/);
  // Starting git takes longer than all the rest; with the usual lines, and no line that takes one back, it is not asked.
  if (ignoredNames.every((name) => lines.includes(`/${name}`)) && !lines.some((line) => line.startsWith("!"))) return;
  const missing = await notIgnored(rootDir, repo);
  const added = missing.map((name) => `/${name}`).filter((line) => !lines.includes(line));
  if (added.length === 0) return;
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  writeFileAtomic(file, `${text}${separator}${added.join("\n")}\n`);
}

async function notIgnored(rootDir: string, repo: GitRepo): Promise<readonly string[]> {
  if (repo.workTree === undefined) return [];
  const dvcDir = toPosix(relative(repo.workTree, join(rootDir, DVC_DIR)));
  const paths = ignoredNames.map((name) => `${dvcDir}/${name}`);
  const ignored = await findIgnored(repo, paths);
  return ignoredNames.filter((name) => !ignored.has(`${dvcDir}/${name}`));
}

function toPosix(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}

function isReadOnly(error: unknown): boolean {
  return isLodeError(error, "IO_FAILED") && ["EROFS", "EACCES", "EPERM"].includes(String(error.details.errno));
}
