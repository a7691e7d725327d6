import type { DescribedArgument, DescribedCommand } from "../description/command-language.ts";

/** What a shell offers for a value: the remotes of the project, one of some words, or files. */
export type ValueKind = "remotes" | "choices" | "files" | "nothing";

/** What to offer for the value of an option. */
export function optionKind(spellings: readonly string[], { choices, name }: DescribedArgument): ValueKind {
  if (choices.length > 0) return "choices";
  if (spellings.includes("--remote")) return "remotes";
  return ["<number>", "<bytes>", "<commit>"].includes(name) ? "nothing" : "files";
}

/** What to offer for the arguments of a command that have no option in front. */
export function positionalKind({ words }: DescribedCommand, { choices, name }: DescribedArgument): ValueKind {
  if (choices.length > 0) return "choices";
  return words[0] === "remote" && words[1] !== "add" && name === "name" ? "remotes" : "files";
}
