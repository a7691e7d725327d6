import type { Stats } from "node:fs";
import { readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FindToken } from "../../base/find-token.ts";
import { isSystemError } from "../../base/system-error.ts";
import type { GitContext } from "../git-context.ts";
import type { GitRepo } from "../git-repo.ts";
import { type GitUrl, parseGitUrl } from "./git-url.ts";

/** Where the mirror of one address is kept, and how git runs for it. */
export interface MirrorPlace {
  readonly url: GitUrl;
  /** The folder of all mirrors. */
  readonly parent: string;
  /** The bare repository; it has this name only once it is whole. */
  readonly dir: string;
  readonly lockFile: string;
  /** Holds the credentials of the address, or else the token of a sign-in to its server. */
  readonly context: GitContext;
}

/** How git runs, and the user's sign-ins. */
export interface MirrorContext extends GitContext {
  readonly findToken?: FindToken | undefined;
}

/** A file in the mirror whose time of change is when the server was last asked. */
const FETCHED_MARK = "lode-fetched";

/**
 * Names the place of the mirror of an address, below `<cacheDir>/git`. Touches nothing.
 *
 * @throws SOURCE_URL_REFUSED as parseGitUrl does
 */
export function mirrorPlace(address: string, cacheDir: string, context: MirrorContext): MirrorPlace {
  const url = parseGitUrl(address);
  const parent = join(cacheDir, "git");
  const dir = join(parent, url.key);
  const env = url.withCredentials(context.env, context.findToken);
  return {
    url,
    parent,
    dir,
    lockFile: `${dir}.lock`,
    context: { env, ...(context.interactive === undefined ? {} : { interactive: context.interactive }) },
  };
}

/** The mirror as a repository, whether or not it exists. */
export function mirrorRepo(place: MirrorPlace, offline: boolean): GitRepo {
  const { dir, context, url } = place;
  return { ...context, gitDir: dir, commonDir: dir, mirror: { url: url.clean, offline } };
}

/** Looks at a mirror from outside, without running git. Damage deeper inside shows when it is fetched. */
export async function mirrorState(place: MirrorPlace): Promise<"absent" | "damaged" | "present"> {
  if ((await statOrUndefined(place.dir)) === undefined) return "absent";
  const head = await readOrEmpty(join(place.dir, "HEAD"));
  const config = await readOrEmpty(join(place.dir, "config"));
  const objects = await statOrUndefined(join(place.dir, "objects"));
  const refs = await statOrUndefined(join(place.dir, "refs"));
  const whole = head.startsWith("ref: refs/") && config.includes("bare = true");
  return whole && objects?.isDirectory() && refs?.isDirectory() ? "present" : "damaged";
}

/** When the request that the mirror last took in was begun, in milliseconds since 1970; 0 if there was none. */
export async function lastFetchedMs(place: MirrorPlace): Promise<number> {
  return (await statOrUndefined(join(place.dir, FETCHED_MARK)))?.mtimeMs ?? 0;
}

/** Notes in a mirror's folder when the request that it has just taken in was begun. */
export async function markFetched(dir: string, begunMs: number): Promise<void> {
  const mark = join(dir, FETCHED_MARK);
  await writeFile(mark, "");
  await utimes(mark, begunMs / 1000, begunMs / 1000);
}

async function statOrUndefined(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR", "EISDIR")) return "";
    throw error;
  }
}
