import type { DescribedOption } from "../description/command-language.ts";

const folder = { name: "<path>", help: "", choices: [], isOptional: false, isList: false };

/** The options that stand before the command, for the help and for shells. */
export const mainOptions: readonly DescribedOption[] = [
  { spellings: ["-h", "--help"], help: "Show this help and exit", value: undefined, addition: false },
  { spellings: ["-V", "--version"], help: "Show the version and exit", value: undefined, addition: false },
  { spellings: ["--cd"], help: "Work in this folder", value: folder, addition: false },
  {
    spellings: ["--wait-for-lock"],
    help: "Wait for another process to finish instead of failing at once",
    value: undefined,
    addition: false,
  },
];
