/** How files and directories are to be created in a store or a workspace; DVC's rule. */
export interface FileModes {
  readonly file: number;
  readonly dir: number;
  /** True: the modes are set whatever the umask is, as `cache.shared = group` asks. */
  readonly exact: boolean;
  /** The umask: bits that the system takes from the mode of what is created. */
  readonly mask: number;
}

/** The mode of an object: exactly this one is trusted without hashing. */
export const OBJECT_MODE = 0o444;

/** The permission bits of a mode. */
export const PERMISSIONS = 0o7777;

/** Gives DVC's modes: 0666 and 0777 less the umask, or 0664 and 02775 with `shared`. */
export function fileModes(shared?: "group"): FileModes {
  const mask = process.umask();
  if (shared === "group") return { file: 0o664, dir: 0o2775, exact: true, mask };
  return { file: 0o666 & ~mask, dir: 0o777 & ~mask, exact: false, mask };
}
