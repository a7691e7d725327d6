const TYPE_BITS = 0o170000;
/** The type bits of a regular file. */
export const REGULAR = 0o100000;
const SYMBOLIC_LINK = 0o120000;
const DIRECTORY = 0o040000;
const EXECUTABLE_BITS = 0o111;

/** Says whether a mode, as `stat` gives it, is that of a regular file. */
export function isRegularFile(mode: number): boolean {
  return (mode & TYPE_BITS) === REGULAR;
}

/** Says whether a mode, as `stat` gives it, is that of a directory. */
export function isDirectory(mode: number): boolean {
  return (mode & TYPE_BITS) === DIRECTORY;
}

/** Says whether a mode, as `lstat` gives it, is that of a symbolic link. */
export function isSymbolicLink(mode: number): boolean {
  return (mode & TYPE_BITS) === SYMBOLIC_LINK;
}

/** Says whether anybody may execute a file of this mode; DVC's `isexec`. */
export function isExecutable(mode: number): boolean {
  return (mode & EXECUTABLE_BITS) !== 0;
}
