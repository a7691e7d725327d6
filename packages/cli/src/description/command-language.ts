/** A command as completion scripts and the manual describe it. */
export interface DescribedCommand {
  /** As typed: `["remote", "add"]`. */
  readonly words: readonly string[];
  /** Other names of the last word. */
  readonly aliases: readonly string[];
  /** Imperative, no period. */
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly { readonly line: string; readonly note: string }[];
  /** By code, in the order of the help. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Those that all commands have come last. */
  readonly options: readonly DescribedOption[];
  readonly positionals: readonly DescribedArgument[];
}

/** A word with commands behind it. */
export interface DescribedGroup {
  readonly word: string;
  readonly summary: string;
}

/** All that can be typed, in the order of the registry; what is hidden from people is left out. */
export interface CommandLanguage {
  readonly commands: readonly DescribedCommand[];
  readonly groups: readonly DescribedGroup[];
}

/** An argument of a command. */
export interface DescribedArgument {
  /** What the help calls its value: `<number>`, `targets`. */
  readonly name: string;
  readonly help: string;
  readonly choices: readonly string[];
  /** Whether it may be left out. */
  readonly isOptional: boolean;
  /** Whether any number may be given. */
  readonly isList: boolean;
}

/** An option of a command. */
export interface DescribedOption {
  /** The short spelling first, if there is one: `["-j", "--jobs"]`. */
  readonly spellings: readonly string[];
  readonly help: string;
  /** What follows it; undefined for a switch. */
  readonly value: DescribedArgument | undefined;
  /** Whether DVC does not have it. */
  readonly addition: boolean;
}
