import { flag } from "./options.ts";

/** The argument of commands that save options: a secret goes into the file that Git shares only with it. */
export const allowSecretArgument = {
  allowSecret: flag({ help: "Save a secret even where Git shares it", addition: true }),
};
