import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** OpenSSH's server, and the library that gives it users of our own, so that it needs neither root nor an account. */
export interface OpenSsh {
  readonly sshd: string;
  readonly libraryDir: string;
  readonly nssWrapper: string;
}

const PACKAGES = ["openssh-server", "libwrap0", "libnss-wrapper"];
const cacheDir = join(import.meta.dirname, "../../.cache/openssh");

/**
 * Finds OpenSSH's server, unpacked from Debian's packages below `.cache`; nothing is installed.
 *
 * @throws with what apt says if the packages are not to be had
 */
export function findOpenSsh(): OpenSsh {
  if (!existsSync(cacheDir)) unpack(cacheDir);
  const [nssWrapper] = globSync(join(cacheDir, "usr/lib/*/libnss_wrapper.so"));
  if (nssWrapper === undefined) throw new Error(`${cacheDir} is not whole: remove it, and run the tests again`);
  return { sshd: join(cacheDir, "usr/sbin/sshd"), libraryDir: dirname(nssWrapper), nssWrapper };
}

/** Two that do it at once do not mix: each has a folder of its own until it is whole. */
function unpack(target: string): void {
  const dir = `${target}.${process.pid}`;
  mkdirSync(dir, { recursive: true });
  try {
    execFileSync("apt-get", ["download", "--quiet", ...PACKAGES], { cwd: dir, stdio: ["ignore", "ignore", "pipe"] });
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
