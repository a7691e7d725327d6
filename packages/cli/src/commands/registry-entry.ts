import type { Command } from "../command.ts";

/** A command that is read only when it is asked for. */
export interface CommandEntry {
  readonly kind: "command";
  /** Imperative, no period; for `lode --help`, which does not read the command. */
  readonly summary: string;
  /** Other names of the same command. */
  readonly aliases?: readonly string[];
  load(): Promise<{ readonly command: Command }>;
  /** Commands that are meant by a word of theirs right behind it: `serve backup`. Default: none. */
  readonly commands?: Readonly<Record<string, CommandEntry>>;
}

/** A word with commands of its own behind it: `remote add`. */
export interface CommandGroup {
  readonly kind: "group";
  readonly summary: string;
  /** True: for other programs, and in no list for people. Default: false. */
  readonly hidden?: boolean;
  readonly commands: Readonly<Record<string, CommandEntry>>;
}

/** A command of DVC that Lode does not have. */
export interface ForeignCommand {
  readonly kind: "foreign";
  readonly aliases?: readonly string[];
  /** What Lode does not do, after "lode": `does not run pipelines`. */
  readonly reason: string;
  /** Whether DVC's command needs a word behind it, so that it is a wrong command line alone. */
  readonly needsWord?: boolean;
}

/** What a word after `lode` may stand for. */
export type RegistryEntry = CommandEntry | CommandGroup | ForeignCommand;

/** A part of `lode --help`. */
export interface CommandSection {
  readonly title: string;
  /** Its words, in the order of the help. */
  readonly commands: Readonly<Record<string, CommandEntry | CommandGroup>>;
}
