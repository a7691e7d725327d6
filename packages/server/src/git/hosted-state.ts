import { dirname, join } from "node:path";
import {
  copyFileAtomic,
  ensureDir,
  type GitRepo,
  isTemporaryName,
  listFiles,
  pathExists,
  removeTree,
  runInRepo,
} from "@lode/core/engine";

/** Where the references of a repository lead at one moment. */
export interface HostedState {
  /** The branch that HEAD names, full. */
  readonly head: string;
  /** Names and ids. */
  readonly refs: readonly (readonly [name: string, oid: string])[];
}

/** Reads the state of a repository. */
export async function readState(repo: GitRepo): Promise<HostedState> {
  const head = await runInRepo(repo, ["symbolic-ref", "HEAD"]);
  const listed = await runInRepo(repo, ["for-each-ref", "--format=%(refname) %(objectname)"]);
  const lines = listed.stdout.toString("utf8").split("\n").filter(Boolean);
  const refs = lines.map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const);
  return { head: head.stdout.toString("utf8").trim(), refs };
}

/** Makes the references of a new repository lead where a state says; its objects are there already. @throws GIT_FAILED */
export async function writeState(repo: GitRepo, { head, refs }: HostedState): Promise<void> {
  const input = refs.map(([name, oid]) => `update ${name} ${oid}\n`).join("");
  await runInRepo(repo, ["update-ref", "--stdin"], { input });
  await runInRepo(repo, ["symbolic-ref", "HEAD", head]);
}

/** How often is looked again for what maintenance has joined meanwhile; once is enough but for the worst luck. */
const LOOKS_MOST = 10;

/**
 * Copies the objects of a repository that another one does not have. Files of objects and packs never change; others may be
 * added meanwhile, and small packs replaced by one that has all of them.
 *
 * @returns how many files were copied
 */
export function copyGitObjects(from: GitRepo, to: GitRepo): number {
  const [source, target] = [join(from.gitDir, "objects"), join(to.gitDir, "objects")];
  for (const path of listFiles(target)) if (isTemporaryName(path.slice(path.lastIndexOf("/") + 1))) removeTree(path);
  let copied = 0;
  for (let look = 0; look < LOOKS_MOST; look += 1) {
    const found = Array.from(listFiles(source), (path) => path.slice(source.length + 1));
    const missing = found.filter((path) => OBJECT_FILE.test(path) && !pathExists(join(target, path)));
    if (missing.length === 0) break;
    for (const path of missing.sort(packsFirst)) copied += copyIfThere(join(source, path), join(target, path));
  }
  return copied;
}

/** Git takes a pack for whole that has an index. */
function packsFirst(one: string, other: string): number {
  return Number(other.endsWith(".pack")) - Number(one.endsWith(".pack"));
}

function copyIfThere(path: string, target: string): 0 | 1 {
  ensureDir(dirname(target));
  try {
    copyFileAtomic(path, target);
    return 1;
  } catch (error) {
    if (pathExists(path)) throw error;
    return 0;
  }
}

/** Loose objects and packs, whole ones: what is not finished has another name. */
const OBJECT_FILE = /^([0-9a-f]{2}\/[0-9a-f]{38,62}|pack\/pack-[0-9a-f]+\.(pack|idx|rev))$/;

/**
 * Looks whether everything that references lead to is there.
 *
 * @param isThorough whether each object is read and hashed, too
 * @throws GIT_FAILED if something is missing or damaged
 */
export async function checkGitObjects(repo: GitRepo, { refs }: HostedState, isThorough: boolean): Promise<void> {
  const input = refs.map(([, oid]) => `${oid}\n`).join("");
  if (refs.length > 0) await runInRepo(repo, ["rev-list", "--objects", "--quiet", "--stdin"], { input });
  if (isThorough) await runInRepo(repo, ["fsck", "--full", "--no-dangling", "--no-progress"]);
}
