import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** One object that a repository holds, by the name of the repository. */
interface Claim {
  readonly repository: string;
  readonly oid: string;
}

/** What the data folder of a server that has stopped holds. */
export interface RegistryContents {
  /** Ids of objects, with the MD5 of what is there. */
  readonly objects: ReadonlyMap<string, string>;
  /** Ids of the objects that each repository holds. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names in folders for what is not finished. */
  readonly leftovers: readonly string[];
}

/** Reads all of it. */
export function readRegistry(dataDir: string): RegistryContents {
  const objects = new Map<string, string>();
  const leftovers: string[] = [];
  const dir = join(dataDir, "objects/files/md5");
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const oid = /\/([0-9a-f]{2})\/([0-9a-f]{30}(?:\.dir)?)$/.exec(path);
    if (oid === null) leftovers.push(path);
    else objects.set(`${oid[1]}${oid[2]}`, createHash("md5").update(readFileSync(path)).digest("hex"));
  }
  using database = new DatabaseSync(join(dataDir, "registry.sqlite"), { readOnly: true });
  const rows = database
    .prepare("select name as repository, oid from claims join repositories on repositories.id = repository_id")
    .all() as unknown as Claim[];
  const held = new Map<string, Set<string>>();
  for (const { repository, oid } of rows) {
    const known = held.get(repository) ?? new Set();
    held.set(repository, known.add(oid));
  }
  return { objects, held, leftovers };
}

/** Says what is wrong: objects in part, names without an object, manifests without a member. Empty if nothing is. */
export function wrongsOf({ objects, held }: RegistryContents, dataDir: string): string[] {
  const partial = [...objects].filter(([oid, digest]) => oid.slice(0, 32) !== digest);
  const wrongs = partial.map(([oid]) => `${oid} is stored in part`);
  for (const [repository, oids] of held) {
    const needed = [...oids].filter((oid) => oid.endsWith(".dir") && objects.has(oid));
    const members = new Set(needed.flatMap((oid) => membersOf(dataDir, oid)));
    const unheld = [...members].filter((oid) => !oids.has(oid));
    const lost = [...oids].filter((oid) => !objects.has(oid));
    wrongs.push(...unheld.map((oid) => `${repository} holds a manifest without its member ${oid}`));
    wrongs.push(...lost.map((oid) => `${repository} holds ${oid}, which is not stored`));
  }
  return wrongs;
}

function membersOf(dataDir: string, oid: string): string[] {
  const text = readFileSync(join(dataDir, "objects/files/md5", oid.slice(0, 2), oid.slice(2)), "utf8");
  return Array.from(text.matchAll(/"md5": "(\w+)"/g), ([, member = ""]) => member);
}
