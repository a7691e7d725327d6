const longNames = ["--quiet", "--verbose"] as const;

/**
 * Says what is wrong with the `-q` and `-v` of a command line. DVC reads them with a small parser of their own before
 * anything else, so they conflict wherever they stand, and the program ends with 2 instead of 254. Unlike DVC, other
 * short options may follow in the same word: `-vf`.
 *
 * @returns the text for stderr, or undefined if all is well
 */
export function verbosityConflict(args: readonly string[]): string | undefined {
  let first: string | undefined;
  for (const reading of readings(args)) {
    if (reading.leftover !== undefined) return usage(reading.names, `ignored explicit argument '${reading.leftover}'`);
    first ??= reading.all[0];
    const other = reading.all.find((names) => names !== first);
    if (other !== undefined) return usage(other, `not allowed with argument ${first}`);
  }
  return undefined;
}

function* readings(args: readonly string[]): Iterable<Reading> {
  for (const arg of args) {
    if (arg === "--") return;
    const reading = arg.startsWith("--") ? readLong(arg) : readShort(arg);
    if (reading !== undefined) yield reading;
  }
}

interface Reading {
  /** The last option that was read. */
  readonly names: string;
  readonly all: readonly string[];
  /** Text after the option, which takes none. */
  readonly leftover?: string;
}

function readLong(arg: string): Reading | undefined {
  const [name = "", ...value] = arg.split("=");
  const long = name.length > 2 ? longNames.find((candidate) => candidate.startsWith(name)) : undefined;
  if (long === undefined) return undefined;
  const names = `-${long.charAt(2)}/${long}`;
  return { names, all: [names], ...(value.length > 0 ? { leftover: value.join("=") } : {}) };
}

function readShort(arg: string): Reading | undefined {
  if (!/^-[qv]/.test(arg)) return undefined;
  const letters = /^[qv]+/.exec(arg.slice(1))?.[0] ?? "";
  const all = [...letters].map((letter) => (letter === "q" ? "-q/--quiet" : "-v/--verbose"));
  return { names: all.at(-1) ?? "", all };
}

function usage(names: string, problem: string): string {
  return `usage: lode [-q | -v]\nlode: error: argument ${names}: ${problem}\n`;
}
