/**
 * The shell script that runs a hook: with lode if it can be found, or else with dvc, so that a hook goes on working
 * whichever of the two a machine has.
 *
 * @param args for `git-hook`, as the shell is to read them
 * @param program a path of lode that is tried if it is not on PATH: programs with windows start Git without the user's
 */
export function hookScript(args: string, program: string | undefined): string {
  const path = program === undefined ? undefined : `'${program.replaceAll("'", "'\\''")}'`;
  return [
    `if command -v lode >/dev/null 2>&1; then exec lode git-hook ${args}`,
    ...(path === undefined ? [] : [`elif test -x ${path}; then exec ${path} git-hook ${args}`]),
    `else exec dvc git-hook ${args}`,
    "fi",
  ].join("\n");
}
