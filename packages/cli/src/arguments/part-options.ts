import { repeatedTextOption } from "./options.ts";

/** The arguments of commands that can take a part of a directory. */
export const partArguments = {
  include: repeatedTextOption({
    addition: true,
    metavar: "<pattern>",
    help: "Only files that match, such as '*.jpg' or 'train/'; may be given several times",
  }),
  exclude: repeatedTextOption({
    addition: true,
    metavar: "<pattern>",
    help: "Leave out files that match; may be given several times",
  }),
};
