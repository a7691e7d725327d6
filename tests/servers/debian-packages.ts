import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * Unpacks Debian packages into a folder, unless it is there; nothing is installed. Two that do it at once do not mix: each has
 * a folder of its own until it is whole.
 *
 * @throws with what apt says if the packages are not to be had
 */
export function unpackDebianPackages(target: string, packages: () => readonly string[]): void {
  if (existsSync(target)) return;
  const names = packages();
  if (names.length === 0) throw new Error(`apt has nothing to install for ${target}: it says that all of it is there`);
  const dir = `${target}.${process.pid}`;
  mkdirSync(dir, { recursive: true });
  try {
    execFileSync("apt-get", ["download", "--quiet", ...names], { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
    for (const file of globSync(join(dir, "*.deb"))) {
      execFileSync("dpkg-deb", ["--extract", file, dir]);
      rmSync(file);
    }
    renameSync(dir, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
