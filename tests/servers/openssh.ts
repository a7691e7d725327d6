import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { unpackDebianPackages } from "./debian-packages.ts";

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
  unpackDebianPackages(cacheDir, () => PACKAGES);
  const [nssWrapper] = globSync(join(cacheDir, "usr/lib/*/libnss_wrapper.so"));
  if (nssWrapper === undefined) throw new Error(`${cacheDir} is not whole: remove it, and run the tests again`);
  return { sshd: join(cacheDir, "usr/sbin/sshd"), libraryDir: dirname(nssWrapper), nssWrapper };
}
