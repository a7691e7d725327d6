import { Composer, type CST, Parser } from "yaml";
import { attachComments } from "./attach-comments.ts";
import { checkText } from "./check-text.ts";
import { compose } from "./compose.ts";
import { maskSource } from "./mask-source.ts";
import type { ParsedNode } from "./parsed-node.ts";
import { tokenize } from "./tokenize.ts";
import { YamlProblem } from "./yaml-problem.ts";

/**
 * Parses a text whose line ends are `\n`; undefined if it holds no document.
 *
 * 1. the library reads it into a syntax tree
 * 2. the library checks that tree
 * 3. the tree becomes the tokens that ruamel.yaml would see, with the comments hanging on them
 * 4. the tokens become nodes
 *
 * @throws YamlProblem if the text is not YAML that DVC reads
 */
export function parseTree(source: string): ParsedNode | undefined {
  checkText(source);
  const syntax = [...new Parser().parse(maskSource(source))];
  checkSyntax(syntax);
  const tokens = tokenize(source, syntax);
  attachComments(source, tokens);
  return compose(tokens);
}

function checkSyntax(syntax: readonly CST.Token[]): void {
  // Keys are compared later, as Python compares them. Numbers and dates are resolved later too.
  const composer = new Composer({ schema: "failsafe", uniqueKeys: false, logLevel: "silent", prettyErrors: false });
  for (const document of composer.compose(syntax)) {
    const [error] = document.errors;
    if (error !== undefined) throw new YamlProblem(asClause(error.message), error.pos[0]);
  }
}

function asClause(message: string): string {
  return message.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());
}
