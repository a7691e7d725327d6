/** Says which paths, from the project's root, are asked for. */
export interface PathFilter {
  /** Says whether a path is asked for or lies in one that is. */
  isWanted(path: string): boolean;
  /** Says whether something of an output is asked for: the output, what it lies in, or a path in it. */
  touches(path: string): boolean;
}

/** Makes a filter of paths from the project's root, of which `""` is everything; undefined are all. */
export function pathFilter(paths: readonly string[] | undefined): PathFilter {
  if (paths === undefined || paths.includes("")) return { isWanted: () => true, touches: () => true };
  const isWanted = (path: string) => paths.some((wanted) => path === wanted || path.startsWith(`${wanted}/`));
  return { isWanted, touches: (path) => isWanted(path) || paths.some((wanted) => wanted.startsWith(`${path}/`)) };
}
