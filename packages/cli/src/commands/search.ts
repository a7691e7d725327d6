import { type SearchHit, searchRegistry } from "@lode/core";
import { flag, integerOption } from "../arguments/options.ts";
import { argument, argumentsList } from "../arguments/positionals.ts";
import { withoutUndefined } from "../arguments/without-undefined.ts";
import { defineCommand } from "../command.ts";
import { projectContext } from "../project-context.ts";
import { formatTable } from "../ui/table.ts";

export const command = defineCommand({
  name: "search",
  summary: "Find data on a registry server by words",
  description:
    "Looks in names, descriptions, labels and types of datasets and artifacts, and in READMEs, of what you may see, the best first. All words have to be there; the last letters of each may be left out.",
  args: {
    url: argument({ help: "Where the server is; with a namespace or a repository behind it, only what is there" }),
    words: argumentsList({ help: "What to look for" }),
    limit: integerOption({ metavar: "<number>", help: "How much is listed at most; default: 20" }),
    all: flag({ help: "List all that is found" }),
  },
  exclusive: [["limit", "all"]],
  examples: [
    { line: "lode search https://data.example.com cats", note: "everything about cats" },
    { line: "lode search https://data.example.com/acme cats dogs --limit 5", note: "in one namespace" },
    { line: "lode search https://data.example.com cats --all --json", note: "all of it, for a program" },
  ],
  exitCodes: { 1: "nothing was found" },
  failureExitCode: 255,
  async run({ url, words, limit: given, all }, context) {
    const limit = all ? Number.POSITIVE_INFINITY : given;
    const what = { url, words, ...withoutUndefined({ limit }) };
    const { hits, hasMore } = await searchRegistry(projectContext(context), what, context);
    if (hasMore) {
      const message = `Listed are the best ${hits.length}, and there are more: use --limit or --all`;
      context.onEvent({ type: "warning", message });
    }
    return hits;
  },
  render: (hits) => (hits.length === 0 ? "" : formatTable([{}, {}, {}], hits.map(row))),
  exitCode: (hits) => (hits.length === 0 ? 1 : 0),
});

function row({ repository, path, description, snippet }: SearchHit): readonly string[] {
  const text = description === "" ? snippet.map((part) => part.text).join("") : description;
  return [repository, path ?? "-", oneLine(text)];
}

/** Others wrote it: without line breaks, and without what could change the terminal. */
function oneLine(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}
