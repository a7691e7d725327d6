import { isRelPath } from "../../base/rel-path.ts";
import type { GitTreeEntries, GitTreeEntry } from "./tree-object.ts";

/** How the folders and links of a tree are read. */
export interface TreeAccess {
  readonly root: GitTreeEntry;
  readonly entries: (treeOid: string) => Promise<GitTreeEntries>;
  /** Undefined: links are not followed. */
  readonly linkTarget: ((blobOid: string) => Promise<string>) | undefined;
}

/** As Linux does: more links than this on one path are a loop. */
const MAX_LINKS = 40;

/** The way that is walked: folders from the root down to where we are, and the names still to go. */
interface Walk {
  readonly dirs: GitTreeEntry[];
  readonly names: string[];
  links: number;
}

/**
 * Finds what a path leads to, every symbolic link followed, the last one too; if none is to be followed, a link is a
 * file that holds its text. Returns undefined for what does not exist, for loops, and for links that are absolute or
 * leave the root.
 */
export async function resolveTreePath(path: string, access: TreeAccess): Promise<GitTreeEntry | undefined> {
  if (path === "") return access.root;
  if (!isRelPath(path)) return undefined;
  const walk: Walk = { dirs: [access.root], names: path.split("/").reverse(), links: 0 };
  for (let name = walk.names.pop(); name !== undefined; name = walk.names.pop()) {
    const entry = await step(walk, name, access);
    if (entry === undefined) return undefined;
    if (entry.kind !== "dir") return walk.names.length === 0 ? entry : undefined;
  }
  return walk.dirs.at(-1);
}

/** Goes one name further. Returns the folder where the walk then is, or the file that it met; undefined is the end. */
async function step(walk: Walk, name: string, access: TreeAccess): Promise<GitTreeEntry | undefined> {
  const dir = walk.dirs.at(-1);
  if (dir === undefined || name === "" || name === ".") return dir;
  if (name === "..") {
    walk.dirs.pop();
    return walk.dirs.at(-1);
  }
  const entry = (await access.entries(dir.oid)).get(name);
  if (entry?.kind === "dir") walk.dirs.push(entry);
  if (entry?.kind !== "link") return entry;
  if (access.linkTarget === undefined) return { ...entry, kind: "file" };
  const target = await access.linkTarget(entry.oid);
  walk.links += 1;
  if (walk.links > MAX_LINKS || target.startsWith("/")) return undefined;
  walk.names.push(...target.split("/").reverse());
  return dir;
}
