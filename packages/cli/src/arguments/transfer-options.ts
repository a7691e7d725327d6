import { flag, integerOption, negatableFlag, textOption } from "./options.ts";
import { argumentList } from "./positionals.ts";
import { revisionOptions } from "./revision-options.ts";

/** The arguments that push, fetch and pull have in common. */
export const transferArguments = {
  remote: textOption({ short: "r", metavar: "<name>", help: "Remote storage to use in place of the default one" }),
  jobs: integerOption({ short: "j", metavar: "<number>", help: "How many objects move at once" }),
  targets: argumentList({ help: "What to move: .dvc files, stages, outputs, or paths in them; default: everything" }),
  ...revisionOptions((whose) => `Also move what ${whose} need`),
  withDeps: flag({ short: "d", help: "Also move what the targets depend on" }),
  recursive: flag({ short: "R", help: "Take directories for all stage files below them" }),
  runCache: negatableFlag({ help: "Also move DVC's run cache: which runs of stages gave which outputs" }),
};
