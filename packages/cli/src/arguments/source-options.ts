import { bareTextOption, pairsOption, textOption } from "./options.ts";

/** The arguments of commands that read from another repository. */
export const sourceArguments = {
  rev: bareTextOption({
    metavar: "<commit>",
    help: "Git revision: a branch, a tag, a commit, or versions: 'cats@^1.2'",
  }),
  config: textOption({ metavar: "<path>", help: "A config file to lay over the source's own" }),
  remote: textOption({ metavar: "<name>", help: "The source's remote to use in place of its default one" }),
  remoteConfig: pairsOption({ metavar: "<key>=<value>", help: "Options to lay over the source's remote" }),
};

/** What sourceArguments gave. */
export interface SourceArguments {
  readonly url: string;
  readonly rev: string | undefined;
  readonly config: string | undefined;
  readonly remote: string | undefined;
  readonly remoteConfig: Readonly<Record<string, string>> | undefined;
}
