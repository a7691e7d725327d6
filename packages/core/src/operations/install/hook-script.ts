/** What a hook runs. */
export interface HookRun {
  /** For `git-hook`, as the shell is to read them. */
  readonly args: string;
  /** More of them that only lode knows. Default: none. */
  readonly lodeArgs?: string;
  /** A path of lode that is tried if it is not on PATH: programs with windows start Git without the user's. */
  readonly program: string | undefined;
}

/**
 * The shell script that runs a hook: with lode if it can be found, or else with dvc, so that a hook goes on working
 * whichever of the two a machine has.
 */
export function hookScript({ args, lodeArgs = "", program }: HookRun): string {
  const path = program === undefined ? undefined : `'${program.replaceAll("'", "'\\''")}'`;
  return [
    `if command -v lode >/dev/null 2>&1; then exec lode git-hook ${args}${lodeArgs}`,
    ...(path === undefined ? [] : [`elif test -x ${path}; then exec ${path} git-hook ${args}${lodeArgs}`]),
    `else exec dvc git-hook ${args}`,
    "fi",
  ].join("\n");
}
