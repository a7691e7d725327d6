import { execFileSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";
import { unpackDebianPackages } from "./debian-packages.ts";

/** PostgreSQL's programs, and the folder of libraries that they need beside the system's. */
export interface PostgreSql {
  /** Where `initdb` and `postgres` are. */
  readonly binDir: string;
  readonly libraryDir: string | undefined;
  /** The folder of all of it if it is no part of the system; the user who runs it must be able to read it. */
  readonly root: string | undefined;
}

const cacheDir = join(import.meta.dirname, "../../.cache/postgresql");

/**
 * Finds PostgreSQL: installed as Debian has it, or unpacked from Debian's packages below `.cache`; nothing is installed.
 *
 * @throws with what apt says if the packages are not to be had
 */
export function findPostgreSql(): PostgreSql {
  const [installed] = newestFirst("/");
  if (installed !== undefined) return { binDir: installed, libraryDir: undefined, root: undefined };
  unpackDebianPackages(cacheDir, missingPackages);
  return postgreSqlIn(cacheDir);
}

/** PostgreSQL in a folder with an unpacked system. */
export function postgreSqlIn(root: string): PostgreSql {
  const [binDir] = newestFirst(root);
  if (binDir === undefined) throw new Error(`${root} is not whole: remove it, and run the tests again`);
  return { binDir, libraryDir: globSync(join(root, "usr/lib/*-linux-gnu"))[0], root };
}

function newestFirst(root: string): readonly string[] {
  const folders = globSync(join(root, "usr/lib/postgresql/*/bin"));
  const version = (path: string): number => Number(path.split("/").at(-2));
  return folders
    .filter((path) => existsSync(join(path, "initdb")))
    .toSorted((one, other) => version(other) - version(one));
}

/**
 * The packages that apt would install for PostgreSQL, its libraries among them; not those that it would only renew, as what is
 * there, the C library above all, goes with the system's loader.
 */
function missingPackages(): readonly string[] {
  const args = ["--simulate", "--no-install-recommends", "install", "postgresql"];
  const plan = execFileSync("apt-get", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const names = [...plan.matchAll(/^Inst (\S+) \(/gm)].map(([, name = ""]) => name);
  return names.filter((name) => /^(lib|postgresql-(client-)?\d)/.test(name));
}
